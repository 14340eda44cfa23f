import type { Benchmark, Kind, Lineage, LineageEdge, LineageNode } from "../../contracts/types.js";
import type { Manifest } from "../../core/manifests.js";
import { KINDS } from "../../core/manifests.js";
import { FoundryProblem } from "../../core/problems.js";
import type { PackageVersion, Store } from "../../store/store.js";
import type { Benchmarks } from "./benchmarks.js";

/** Every version of every benchmark that can be read. */
export async function allBenchmarks(store: Store): Promise<Benchmark[]> {
  const found = await allManifests(store, "benchmark");
  return found.flatMap((manifest) => (manifest.kind === "benchmark" ? [manifest] : []));
}

/** What a package comes from and all that came of it: datasets, models, benchmarks and their entries. */
export async function lineage(store: Store, benchmarks: Benchmarks, start: PackageVersion): Promise<Lineage> {
  const graph = await wholeGraph(store, benchmarks);
  const from = keyOf(start);
  // With what came of it stands what else that came from, such as the models behind a benchmark's entries.
  const kept = reach(graph.edges, reach(graph.edges, [from], "from", "to"), "to", "from");
  // What was withdrawn shows on everything that came of it.
  const spoilt = new Set(
    [...graph.nodes.values()].flatMap(({ id, withdrawn }) =>
      withdrawn ? [...reach(graph.edges, [id], "from", "to")] : [],
    ),
  );
  const nodes = [...graph.nodes.values()]
    .filter(({ id }) => kept.has(id))
    .map((node) => ({ ...node, affected: spoilt.has(node.id) }));
  const edges = graph.edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to));
  return { start: from, nodes, edges };
}

interface Graph {
  nodes: Map<string, LineageNode>;
  edges: LineageEdge[];
}

async function wholeGraph(store: Store, benchmarks: Benchmarks): Promise<Graph> {
  const graph: Graph = { nodes: new Map(), edges: [] };
  const withdrawn = new Set(
    (await store.log()).flatMap((entry) => (entry.action === "withdrawn" ? [keyOf(entry)] : [])),
  );
  const join = (from: string, to: string, relation: LineageEdge["relation"]) =>
    graph.edges.push({ from, to, relation });
  for (const kind of KINDS)
    for (const manifest of await allManifests(store, kind)) {
      const id = keyOf(manifest);
      graph.nodes.set(id, {
        id,
        kind,
        title: manifest.title,
        reference: `${manifest.name}@${manifest.version}`,
        withdrawn: withdrawn.has(id),
      });
      if (manifest.kind === "model")
        for (const { dataset, version } of manifest.trainedOn ?? [])
          join(keyOf({ kind: "dataset", name: dataset, version }), id, "trained");
      if (manifest.kind !== "benchmark") continue;
      join(keyOf({ kind: "dataset", ...manifest.dataset }), id, "posed");
      for (const entry of (await benchmarks.entries(manifest).all()).values()) {
        const own = `entry:${entry.id}`;
        graph.nodes.set(own, {
          id: own,
          kind: "entry",
          title: entry.name,
          reference: entry.id,
          withdrawn: entry.withdrawn !== undefined,
        });
        join(id, own, "entered");
        const [name = "", version = ""] = entry.model?.split("@") ?? [];
        if (entry.model) join(keyOf({ kind: "model", name, version }), own, "predicted");
      }
    }
  for (const id of new Set(graph.edges.flatMap(({ from, to }) => [from, to])))
    if (!graph.nodes.has(id)) graph.nodes.set(id, missing(id));
  return graph;
}

/** What is named but not in this store. */
function missing(id: string): LineageNode {
  const [kind = "dataset", reference = id] = id.split(":");
  return { id, kind: kind as Kind, title: reference, reference, withdrawn: false, missing: true };
}

function reach(
  edges: readonly LineageEdge[],
  start: Iterable<string>,
  here: "from" | "to",
  there: "from" | "to",
): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of edges) next.set(edge[here], [...(next.get(edge[here]) ?? []), edge[there]]);
  const found = new Set(start);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return found;
}

async function allManifests(store: Store, kind: Kind): Promise<Manifest[]> {
  const found: Manifest[] = [];
  for (const { name, versions } of await store.packages(kind))
    for (const version of versions)
      try {
        const manifest = await store.manifest({ kind, name, version });
        if (manifest) found.push(manifest);
      } catch (error) {
        // One broken manifest does not hide the others.
        if (!(error instanceof FoundryProblem)) throw error;
      }
  return found;
}

const keyOf = ({ kind, name, version }: PackageVersion): string => `${kind}:${name}@${version}`;
