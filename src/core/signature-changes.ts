import type { ColumnDraft, Signature, Tensor } from "../contracts/types.js";
import { sameUnit } from "./units/unit-spelling.js";
import type { VersionPart } from "./versions.js";

interface SignatureColumn {
  column: ColumnDraft;
  datatype: string;
  /** The shape of a cell; empty for one value. */
  cell: string;
}

interface Reasons {
  major: string[];
  minor: string[];
}

/** Which part of the version another signature raises, and why: what those who call the model rely on. */
export function signatureBump(before: Signature, after: Signature): { bump: VersionPart; reasons: string[] } {
  const sides = [
    sideReasons("input", before.inputs, after.inputs),
    sideReasons("output", before.outputs, after.outputs),
  ];
  const [major, minor] = [sides.flatMap((side) => side.major), sides.flatMap((side) => side.minor)];
  if (major.length > 0) return { bump: "major", reasons: major };
  return minor.length > 0 ? { bump: "minor", reasons: minor } : { bump: "patch", reasons: [] };
}

function sideReasons(side: "input" | "output", before: readonly Tensor[], after: readonly Tensor[]): Reasons {
  const [old, now] = [columnsOf(before), columnsOf(after)];
  const major = [...old].flatMap(([name, known]) => breakingColumn(`${side} '${name}'`, side, known, now.get(name)));
  const names = [...now.keys()];
  const added = names.filter((name) => !old.has(name)).map((name) => `there is a new ${side} '${name}'`);
  // Rows without an input that is new cannot be predicted; an output that is new takes nothing away.
  if (side === "input") major.push(...added);
  const [first, second] = [[...old.keys()].filter((name) => now.has(name)), names.filter((name) => old.has(name))];
  if (first.some((name, place) => name !== second[place])) major.push(`the ${side}s are in another order`);
  const lost = before.find((tensor) => !after.some(({ name }) => name === tensor.name));
  if (lost && major.length === 0) major.push(`the ${side} tensor '${lost.name}' is gone`);
  const minor = [...old].flatMap(([name, known]) => wideningColumn(`${side} '${name}'`, known, now.get(name)));
  return { major, minor: side === "output" ? [...minor, ...added] : minor };
}

function breakingColumn(
  what: string,
  side: "input" | "output",
  known: SignatureColumn,
  other: SignatureColumn | undefined,
): string[] {
  if (!other) return [`${what} is gone`];
  const [a, b] = [known.datatype, other.datatype];
  if (kindOf(a) !== kindOf(b) || (side === "input" && widthOf(b) < widthOf(a))) return [`${what} was ${a} and is ${b}`];
  if (known.cell !== other.cell) return [`${what} was of shape [${known.cell}] and is of shape [${other.cell}]`];
  const [unit, present] = [known.column.unit ?? undefined, other.column.unit ?? undefined];
  if (unit !== undefined && !sameUnit(unit, present))
    return [`${what} was in ${unit} and is ${present === undefined ? "without a unit" : `in ${present}`}`];
  if (JSON.stringify(known.column.classes) !== JSON.stringify(other.column.classes))
    return [`the classes of ${what} are others`];
  return known.column.nullable === true && other.column.nullable !== true && side === "input"
    ? [`${what} may not be missing`]
    : [];
}

function wideningColumn(what: string, known: SignatureColumn, other: SignatureColumn | undefined): string[] {
  if (!other) return [];
  if (known.datatype !== other.datatype) return [`${what} was ${known.datatype} and is ${other.datatype}`];
  return known.column.nullable !== true && other.column.nullable === true ? [`${what} may be missing`] : [];
}

const columnsOf = (tensors: readonly Tensor[]): Map<string, SignatureColumn> =>
  new Map(
    tensors.flatMap(({ datatype, shape, columns }) =>
      columns.map((column) => [
        column.name,
        {
          column,
          datatype,
          cell: columns.length === 1 && !shape.slice(1).every((n) => n === 1) ? shape.slice(1).join(", ") : "",
        },
      ]),
    ),
  );

const kindOf = (datatype: string): string => datatype.replace(/\d+$/, "");
const widthOf = (datatype: string): number => Number(/\d+$/.exec(datatype)?.[0] ?? 0);
