import type { Lineage, LineageEdge, LineageNode } from "../../contracts/types.js";

export const BOX = { width: 150, height: 38 };
const GAP = { x: 34, y: 10 };
const COLUMN: Record<LineageNode["kind"], number> = { dataset: 0, model: 1, benchmark: 1, entry: 2 };

/** A node with its place. */
export interface Placed extends LineageNode {
  x: number;
  y: number;
}

/** Nodes in columns: datasets, what was made of them, entries. */
export interface Layout {
  nodes: Placed[];
  edges: { edge: LineageEdge; from: Placed; to: Placed }[];
  width: number;
  height: number;
  /** How many nodes are not drawn. */
  left: number;
}

/** Places a graph of up to `most` nodes: what the start comes from first, then what is near it. */
export function layout({ start, nodes, edges }: Lineage, most: number): Layout {
  const near = new Set(edges.flatMap(({ from, to }) => (from === start || to === start ? [from, to] : [])));
  const weight = ({ id, kind }: LineageNode) => (id === start ? 0 : near.has(id) ? 1 : 2) * 10 + COLUMN[kind];
  const shown = [...nodes].sort((a, b) => weight(a) - weight(b) || a.title.localeCompare(b.title)).slice(0, most);
  const rows = [0, 0, 0];
  const placed = shown.map((node): Placed => {
    const column = COLUMN[node.kind];
    const row = rows[column] ?? 0;
    rows[column] = row + 1;
    return { ...node, x: column * (BOX.width + GAP.x), y: row * (BOX.height + GAP.y) };
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  const last = rows.findLastIndex((count) => count > 0);
  return {
    nodes: placed,
    edges: edges.flatMap((edge) => {
      const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
      return from && to ? [{ edge, from, to }] : [];
    }),
    width: (last + 1) * BOX.width + last * GAP.x,
    height: Math.max(...rows) * (BOX.height + GAP.y) - GAP.y,
    left: nodes.length - shown.length,
  };
}
