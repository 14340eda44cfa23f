import { SCHEMAS } from "../contracts/schemas.js";
import { ROUTES, type RouteDescription } from "./route-table.js";

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The content of a body or an answer: a schema's name, a list of it, or a media type. */
function contentOf(answer: string): object {
  if (answer.includes("/")) return { [answer]: {} };
  const isList = answer.endsWith("[]");
  const schema = reference(isList ? answer.slice(0, -2) : answer);
  return { "application/json": { schema: isList ? { type: "array", items: schema } : schema } };
}

function operation(path: string, { summary, body, answer, status = 200, query = {} }: RouteDescription): object {
  const names = [...path.matchAll(/:(\w+)|\*/g)].map(([, name = "path"]) => name);
  return {
    summary,
    parameters: [
      ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
      ...Object.entries(query).map(([name, description]) => ({
        ...{ name, in: "query", description, schema: { type: "string" } },
      })),
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      [status]: { description: "Done", ...(answer === undefined ? {} : { content: contentOf(answer) }) },
      default: {
        description: "What is wrong, where, and what to do",
        content: { "application/problem+json": { schema: reference("Problem") } },
      },
    },
  };
}

/** The description of the hub's routes in OpenAPI 3.1. */
export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, description] of Object.entries(ROUTES)) {
    const [method = "", path = ""] = route.split(" ");
    const template = path.replaceAll(/:(\w+)/g, "{$1}").replace("*", "{path}");
    (paths[template] ??= {})[method.toLowerCase()] = operation(path, description);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Foundry Lab hub", version, license: { name: "BSD-3-Clause", identifier: "BSD-3-Clause" } },
    jsonSchemaDialect: "http://json-schema.org/draft-07/schema#",
    security: [{ token: [] }],
    paths,
    components: { schemas: SCHEMAS, securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  };
}
