import type { Dataset } from "../contracts/types.js";
import { columnNameFault } from "./column-names.js";
import { problem } from "./problems.js";

/** Refuses a dataset whose splits, columns and arrays cannot be told apart, or do not lie in its files. */
export function checkDataset({ splits, columns, arrays = [], files }: Dataset): void {
  const paths = new Set(files.map(({ path }) => path));
  const names = new Map<string, string>();
  for (const [index, { name, path }] of splits.entries()) {
    // Their files would be one on a disk that does not tell case apart.
    const other = names.get(name.toLowerCase());
    const reason =
      other === name ? `there is another split '${name}'` : `'${other ?? ""}' and '${name}' differ in case only`;
    if (other !== undefined) throw wrong(`/splits/${index}/name`, reason);
    names.set(name.toLowerCase(), name);
    requireFile(paths, path, `/splits/${index}/path`);
  }
  const fault = columnNameFault(columns.map(({ name }) => name));
  if (fault) throw wrong(`/columns/${fault.index}/name`, fault.reason);
  const known = new Set(columns.map(({ name }) => name));
  for (const [index, { name, split, path }] of arrays.entries()) {
    if (names.get(split.toLowerCase()) !== split) throw wrong(`/arrays/${index}/split`, `there is no split '${split}'`);
    const twice = arrays.findIndex((other) => other.name === name && other.split === split) < index;
    if (twice || known.has(name)) throw wrong(`/arrays/${index}/name`, `there is another column or array '${name}'`);
    requireFile(paths, path, `/arrays/${index}/path`);
  }
}

/** Refuses a path that is none of a package's files. */
export function requireFile(files: ReadonlySet<string>, path: string, pointer: string): void {
  if (!files.has(path)) throw wrong(pointer, `the package has no file '${path}'`, [...files].slice(0, 5));
}

function wrong(pointer: string, reason: string, suggestions?: string[]) {
  return problem("invalid-manifest", `The manifest is wrong at ${pointer}: ${reason}.`, {
    pointer,
    ...(suggestions ? { suggestions } : {}),
  });
}
