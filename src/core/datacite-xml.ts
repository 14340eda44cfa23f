import serialize from "w3c-xmlserializer";
import type { DataciteCreator, DataciteRecord } from "./datacite.js";

const KERNEL = "http://datacite.org/schema/kernel-4";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const XMLNS = "http://www.w3.org/2000/xmlns/";
/** What DataCite writes for an identifier that is to be assigned. */
const TO_BE_ASSIGNED = ":tba";

/** Nodes with what a serializer of the DOM reads of them. */
interface TextNode {
  nodeType: 3;
  data: string;
}
interface ElementNode {
  nodeType: 1;
  namespaceURI: string;
  prefix: null;
  localName: string;
  attributes: { namespaceURI: string | null; prefix: string | null; localName: string; value: string }[];
  childNodes: (ElementNode | TextNode)[];
}
type Attributes = Record<string, string | undefined>;

/** The DataCite 4 metadata of a version as an XML document. */
export function dataciteXml(record: DataciteRecord): string {
  const {
    types,
    dates,
    subjects = [],
    descriptions = [],
    rightsList = [],
    formats = [],
    relatedIdentifiers = [],
  } = record;
  const resource = element("resource", [
    element("identifier", record.doi ?? TO_BE_ASSIGNED, { identifierType: "DOI" }),
    ...group("creators", record.creators.map(creatorOf)),
    ...group(
      "titles",
      record.titles.map(({ title }) => element("title", title)),
    ),
    element("publisher", record.publisher.name),
    element("publicationYear", record.publicationYear),
    element("resourceType", types.resourceType, { resourceTypeGeneral: types.resourceTypeGeneral }),
    ...group(
      "subjects",
      subjects.map(({ subject }) => element("subject", subject)),
    ),
    ...group(
      "dates",
      dates.map(({ date, dateType }) => element("date", date, { dateType })),
    ),
    // An address has no place of its own in the schema.
    ...group(
      "alternateIdentifiers",
      record.url === undefined ? [] : [element("alternateIdentifier", record.url, { alternateIdentifierType: "URL" })],
    ),
    ...group(
      "relatedIdentifiers",
      relatedIdentifiers.map(({ relatedIdentifier, ...kind }) => element("relatedIdentifier", relatedIdentifier, kind)),
    ),
    ...group(
      "sizes",
      record.sizes.map((size) => element("size", size)),
    ),
    ...group(
      "formats",
      formats.map((format) => element("format", format)),
    ),
    element("version", record.version),
    ...group(
      "rightsList",
      rightsList.map(({ rights, rightsUri, schemeUri, ...identifier }) =>
        element("rights", rights, { rightsURI: rightsUri, ...identifier, schemeURI: schemeUri }),
      ),
    ),
    ...group(
      "descriptions",
      descriptions.map(({ description, ...kind }) => element("description", description, kind)),
    ),
  ]);
  resource.attributes = [
    { namespaceURI: XMLNS, prefix: "xmlns", localName: "xsi", value: XSI },
    {
      ...{ namespaceURI: XSI, prefix: "xsi", localName: "schemaLocation" },
      value: `${KERNEL} https://schema.datacite.org/meta/kernel-4.6/metadata.xsd`,
    },
  ];
  indent(resource, "\n");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${serialize(resource, { requireWellFormed: true })}`;
}

function creatorOf(creator: DataciteCreator): ElementNode {
  const { name, nameType, givenName, familyName, nameIdentifiers = [], affiliation = [] } = creator;
  return element("creator", [
    element("creatorName", name, { nameType }),
    ...(givenName === undefined ? [] : [element("givenName", givenName)]),
    ...(familyName === undefined ? [] : [element("familyName", familyName)]),
    ...nameIdentifiers.map(({ nameIdentifier, nameIdentifierScheme, schemeUri }) =>
      element("nameIdentifier", nameIdentifier, { nameIdentifierScheme, schemeURI: schemeUri }),
    ),
    ...affiliation.map((one) => element("affiliation", one.name)),
  ]);
}

/** The schema has no empty lists. */
const group = (name: string, items: ElementNode[]): ElementNode[] => (items.length > 0 ? [element(name, items)] : []);

function element(localName: string, content: string | ElementNode[], attributes: Attributes = {}): ElementNode {
  return {
    ...{ nodeType: 1, namespaceURI: KERNEL, prefix: null, localName },
    attributes: Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [{ namespaceURI: null, prefix: null, localName: name, value }],
    ),
    childNodes: typeof content === "string" ? [textNode(legible(content))] : content,
  };
}

const textNode = (data: string): TextNode => ({ nodeType: 3, data });

/** XML has no way to write the others. */
const legible = (text: string): string => text.replaceAll(/[\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");

/** Puts each element of an element on its own line. */
function indent(node: ElementNode, line: string): void {
  const children = node.childNodes.filter((child) => child.nodeType === 1);
  if (children.length === 0) return;
  node.childNodes = [...children.flatMap((child) => [textNode(`${line}  `), child]), textNode(line)];
  for (const child of children) indent(child, `${line}  `);
}
