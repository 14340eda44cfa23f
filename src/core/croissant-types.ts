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

/** The field's type of an Arrow type, as pyarrow prints it; undefined for one of several values, or that Croissant has none for. */
export function dataTypeOf(type: string): FieldType | undefined {
  const dictionary = DICTIONARY.exec(type)?.[1];
  if (dictionary !== undefined) return dataTypeOf(dictionary);
  const [, fixed, length] = FIXED.exec(type) ?? [];
  const item = fixed ?? LIST.exec(type)?.[1];
  if (item !== undefined) {
    const inner = dataTypeOf(item);
    if (!inner) return undefined;
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
  if (
    /^(?:struct|map|duration|interval|month_day|(?:sparse|dense)_union|run_end_encoded|(?:large_)?list|fixed_size_list)\b/.test(
      type,
    )
  )
    return undefined;
  return { dataType: "sc:Text" };
}
