declare module "w3c-xmlserializer" {
  /** The markup of a node, by the algorithm of the W3C's DOM Parsing and Serialization. */
  export default function serialize(node: object, options?: { requireWellFormed?: boolean }): string;
}
