import { DataType } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import { imageBytes, imageType } from "../table/image-bytes.js";

/** What a value is to a scientist, beyond its Arrow type. */
export type ValueKind = "smiles" | "structure" | "formula" | "image" | "curve" | "array" | "nested" | "plain";

/** File formats of molecules and crystals that are drawn. */
export type StructureFormat = "cif" | "xyz" | "pdb" | "sdf" | "mol2";

const SMILES_NAME = /(^|[_\s])(canonical_?)?smiles($|[_\s])/i;
const FORMULA_NAME = /(^|[_\s])formula/i;

/** What a column's values are, from its name, its type and one of the values. */
export function kindOf(column: Column, type: DataType, value: unknown): ValueKind {
  if (value === null || value === undefined) return "plain";
  if (typeof value === "string") {
    if (structureFormat(value)) return "structure";
    if (SMILES_NAME.test(column.name)) return "smiles";
    if (FORMULA_NAME.test(column.name)) return "formula";
    return "plain";
  }
  if (value instanceof Uint8Array) return imageType(value) ? "image" : "plain";
  if (DataType.isStruct(type) || DataType.isMap(type)) return isImageRecord(type, value) ? "image" : "nested";
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    const item = type.valueType as DataType;
    if (DataType.isFloat(item) || DataType.isInt(item)) return "curve";
    if (DataType.isList(item) || DataType.isFixedSizeList(item)) return isNumbers(item) ? "array" : "nested";
    return "nested";
  }
  return "plain";
}

function isNumbers(type: DataType): boolean {
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) return isNumbers(type.valueType as DataType);
  return DataType.isFloat(type) || DataType.isInt(type);
}

/** The format of a text that describes atoms; undefined for other text. */
export function structureFormat(text: string): StructureFormat | undefined {
  if (text.length < 20 || !text.includes("\n")) return undefined;
  if (/^\s*(#.*\n\s*)*data_\S*[\s\S]*_cell_length_a/i.test(text)) return "cif";
  if (/^@<TRIPOS>MOLECULE/m.test(text)) return "mol2";
  if (/^(ATOM {2}|HETATM)/m.test(text)) return "pdb";
  if (/^.*\n.*\n.*\n\s*\d+\s+\d+.*V[23]000/.test(text)) return "sdf";
  if (/^\s*\d+\s*\n[^\n]*\n\s*[A-Z][a-z]?\s+-?\d+(\.\d+)?([eE][+-]?\d+)?\s+-?\d/.test(text)) return "xyz";
  return undefined;
}

function isImageRecord(type: DataType, value: unknown): boolean {
  const bytes = DataType.isStruct(type) ? imageBytes(value) : undefined;
  return bytes !== undefined && imageType(bytes) !== undefined;
}
