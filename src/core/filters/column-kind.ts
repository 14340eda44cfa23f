/** What a column stores, by its Arrow type. Numbers, times and durations count a unit: ten to the power of `-power` seconds, or of `-scale`. */
export type ColumnKind =
  | { of: "truth" | "text" | "bytes" | "other" }
  | { of: "float"; precision: "half" | "single" | "double" }
  | { of: "number"; scale: number }
  | { of: "date"; days: boolean }
  | { of: "timestamp"; power: number; zoned: boolean }
  | { of: "time"; power: number }
  | { of: "duration"; power: number };

const POWERS: Record<string, number> = { s: 0, ms: 3, us: 6, ns: 9 };
const FLOATS: Record<string, "half" | "single" | "double"> = { halffloat: "half", float: "single", double: "double" };

/** What a column of an Arrow type, as pyarrow prints it, stores. */
export function columnKind(type: string): ColumnKind {
  const plain = /^dictionary<values=(.*?), indices=/.exec(type)?.[1] ?? type;
  const precision = FLOATS[plain];
  if (precision) return { of: "float", precision };
  if (plain === "bool") return { of: "truth" };
  if (/^(?:(?:large_)?(?:string|utf8)|string_view)$/.test(plain)) return { of: "text" };
  if (/^(?:large_binary|binary|fixed_size_binary\[\d+\])$/.test(plain)) return { of: "bytes" };
  if (/^u?int(?:8|16|32|64)$/.test(plain)) return { of: "number", scale: 0 };
  const scale = /^decimal\d+\(\d+, ?(-?\d+)\)$/.exec(plain)?.[1];
  if (scale !== undefined) return { of: "number", scale: Number(scale) };
  if (/^date(?:32|64)/.test(plain)) return { of: "date", days: plain.startsWith("date32") };
  const [, name, unit] = /^(timestamp|time(?:32|64)|duration)\[(s|ms|us|ns)\b/.exec(plain) ?? [];
  const power = POWERS[unit ?? ""];
  if (name === undefined || power === undefined) return { of: "other" };
  if (name === "timestamp") return { of: "timestamp", power, zoned: plain.includes("tz=") };
  return { of: name === "duration" ? "duration" : "time", power };
}
