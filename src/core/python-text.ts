/** Text that Python reads: string literals, names and data. */

const NAMED: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
// Control and direction-changing characters would make a cell show other text than it runs; lone surrogates cannot be saved.

const HIDDEN = /[\\\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;
const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
/** Names that a notebook goes on needing: hiding one by a variable would break cells further down. */
const TAKEN = new Set(
  (
    "abs all any ascii bin bool bytes chr complex dict dir display eval exec filter float format foundry get_ipython hash hex " +
    "id input int iter len list map max min next np object oct open ord pd pow print property range repr reversed round " +
    "set slice sorted str sum super tuple type vars zip"
  ).split(" "),
);

/** A Python string literal. */
export function pythonString(text: string, quote: '"' | "'" = '"'): string {
  const escaped = text.replace(HIDDEN, (character) => NAMED[character] ?? escapeCode(character));
  return quote + escaped.replaceAll(quote, `\\${quote}`) + quote;
}

function escapeCode(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Whether a text is a Python name as it stands. Only ASCII ones: Python folds others to a normal form. */
export function isPythonName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !KEYWORDS.has(text);
}

/** A variable's name for a package or split: `matbench-expt-gap` becomes `matbench_expt_gap`. */
export function pythonVariable(text: string, prefix: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9_]+/g, "_");
  if (!/^[A-Za-z_]/.test(name)) return `${prefix}_${name}`;
  return KEYWORDS.has(name) || TAKEN.has(name) ? `${name}_` : name;
}

/** JSON data as a Python literal. */
export function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return pythonString(value);
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${pythonString(key)}: ${pythonLiteral(item)}`).join(", ")}}`;
}
