import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { setImmediate as nextTurn } from "node:timers/promises";
import { FoundryProblem, problem } from "../../core/problems.js";
import { nearest } from "../../core/nearest.js";
import type { Foundry } from "../foundry.js";
import { VERSION } from "../../contracts/version.js";
import { TOOLS } from "./tools.js";

/** Answers on stdin and stdout until the other end closes; the protocol owns both. */
export async function runMcp(foundry: Foundry): Promise<void> {
  // The schemas of the tools are JSON Schemas as in the rest of the contract, which only this class takes as they are.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const server = new Server(
    { name: "foundry-lab", version: VERSION, title: "Foundry Lab" },
    {
      capabilities: { tools: {} },
      instructions: "Finds, describes, previews and cites published datasets and models.",
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: TOOLS.map(({ name, title, description, inputSchema }) => ({
      ...{ name, title, description, inputSchema },
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));
  const underWay = new Set<Promise<CallToolResult>>();
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    const answer = call(foundry, params.name, params.arguments ?? {});
    underWay.add(answer);
    return answer.finally(() => underWay.delete(answer));
  });
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once("end", resolve).once("close", resolve);
  });
  await server.connect(new StdioServerTransport());
  await ended;
  // What was asked before the input ended is answered: requests are read one turn later, and answers written another.
  await nextTurn();
  await Promise.all(underWay);
  await nextTurn();
  await server.close();
}

async function call(foundry: Foundry, name: string, given: Record<string, unknown>): Promise<CallToolResult> {
  try {
    const tool = TOOLS.find((one) => one.name === name);
    if (!tool) throw unknownTool(name);
    const unknown = Object.keys(given).find((argument) => !Object.hasOwn(tool.inputSchema.properties, argument));
    if (unknown !== undefined) throw unknownArgument(tool.name, unknown, Object.keys(tool.inputSchema.properties));
    // What is undefined is not there in JSON, and both forms are to say the same.
    const content = JSON.parse(JSON.stringify(await tool.run(foundry, given))) as Record<string, unknown>;
    return { content: [{ type: "text", text: JSON.stringify(content) }], structuredContent: content };
  } catch (error) {
    const found = error instanceof FoundryProblem ? error : problem("internal", `The tool failed: ${String(error)}.`);
    return {
      isError: true,
      content: [{ type: "text", text: found.message }],
      structuredContent: { problem: found.problem },
    };
  }
}

function unknownTool(name: string): FoundryProblem {
  const names = TOOLS.map((tool) => tool.name);
  return problem("not-found", `There is no tool '${name}'; there are ${names.join(", ")}.`, {
    suggestions: nearest(name, names),
  });
}

function unknownArgument(tool: string, name: string, known: string[]): FoundryProblem {
  return problem("invalid-request", `${tool} takes no argument '${name}'; it takes ${known.join(", ")}.`, {
    suggestions: nearest(name, known),
  });
}
