import type { Lineage, LineageEdge, LineageNode } from "../../contracts/types.js";

export const BOX = { width: 170, height: 36 };
const STEP = { x: 26, y: 44 };
/** Lines that leave boxes of one column stand beside each other. */
const LINES = { first: 6, apart: 4, most: 5 };
const COLUMN: Record<LineageNode["kind"], number> = { dataset: 0, model: 1, benchmark: 1, entry: 2 };
const ORDER: LineageNode["kind"][] = ["dataset", "model", "benchmark", "entry"];

/** A node with its place. */
export interface Placed extends LineageNode {
  x: number;
  y: number;
  /** Where lines to what came of it leave, from its left side. */
  leaves: number;
}

/** Nodes below each other, what was made of something further to the right, so that it fits a narrow panel. */
export interface Layout {
  nodes: Placed[];
  edges: { edge: LineageEdge; path: string }[];
  width: number;
  height: number;
  /** How many nodes are not drawn. */
  left: number;
}

/** Places a graph of up to `most` nodes: those near the start, where there are more. */
export function layout({ start, nodes, edges }: Lineage, most: number): Layout {
  const near = new Set(edges.flatMap(({ from, to }) => (from === start || to === start ? [from, to] : [])));
  const distance = ({ id }: LineageNode) => (id === start ? 0 : near.has(id) ? 1 : 2);
  const rank = ({ kind }: LineageNode) => ORDER.indexOf(kind);
  const shown = [...nodes]
    .sort((a, b) => distance(a) - distance(b) || rank(a) - rank(b) || a.title.localeCompare(b.title))
    .slice(0, most);
  shown.sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
  const lines = [0, 0, 0];
  const placed = shown.map((node, row): Placed => {
    const column = COLUMN[node.kind];
    const line = lines[column] ?? 0;
    lines[column] = line + 1;
    return { ...node, x: column * STEP.x, y: row * STEP.y, leaves: LINES.first + (line % LINES.most) * LINES.apart };
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  return {
    nodes: placed,
    edges: edges.flatMap((edge) => {
      const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
      return from && to
        ? [{ edge, path: `M${from.x + from.leaves} ${from.y + BOX.height}V${to.y + BOX.height / 2}H${to.x}` }]
        : [];
    }),
    width: Math.max(0, ...placed.map(({ x }) => x)) + BOX.width,
    height: placed.length * STEP.y - (STEP.y - BOX.height),
    left: nodes.length - shown.length,
  };
}
