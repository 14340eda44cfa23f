/** The data type of a Croissant field. */
export interface FieldType {
  dataType: string;
  isArray?: true;
  arrayShape?: string;
}

const EXACT: Record<string, string> = {
  bool: "sc:Boolean",
  halffloat: "cr:Float16",
  float: "cr:Float32",
  double: "cr:Float64",
  null: "sc:Text",
};
const LIST = /^(?:large_)?list(?:_view)?<\w+: (.*?)(?: not null)?>(?:\[\d+\])?$/;
const FIXED = /^fixed_size_list<\w+: (.*?)(?: not null)?>\[(\d+)\]$/;
const DICTIONARY = /^dictionary<values=(.*), indices=[^,]*, ordered=[01]>$/;

/** The field's type of an Arrow type, as pyarrow prints it; text where Croissant has none for it. */
export function dataTypeOf(type: string): FieldType {
  const dictionary = DICTIONARY.exec(type)?.[1];
  if (dictionary !== undefined) return dataTypeOf(dictionary);
  const [, fixed, length] = FIXED.exec(type) ?? [];
  const item = fixed ?? LIST.exec(type)?.[1];
  if (item !== undefined) {
    const inner = dataTypeOf(item);
    const shape = [length ?? "-1", ...(inner.arrayShape ? [inner.arrayShape] : [])].join(",");
    return { dataType: inner.dataType, isArray: true, arrayShape: shape };
  }
  const exact = EXACT[type];
  if (exact !== undefined) return { dataType: exact };
  const integer = /^(u?)int(8|16|32|64)$/.exec(type);
  if (integer) return { dataType: `cr:${integer[1] ? "UInt" : "Int"}${integer[2] ?? ""}` };
  if (/^decimal/.test(type)) return { dataType: "sc:Float" };
  if (/^date(?:32|64)/.test(type)) return { dataType: "sc:Date" };
  if (/^timestamp/.test(type)) return { dataType: "sc:DateTime" };
  if (/^time(?:32|64)/.test(type)) return { dataType: "sc:Time" };
  return { dataType: "sc:Text" };
}
