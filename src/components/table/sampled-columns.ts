import { DataType } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import { formatWord, type ColumnFormat } from "./column-format.js";
import { wantedWidth } from "./column-layout.js";
import { floatOf, vectorText } from "./format.js";
import { floatLayout, type FloatLayout } from "./number-format.js";
import type { RowPages } from "./row-pages.js";

const SAMPLE = 50;

/** What the first rows say of how columns are set: their widths, and how their floats are set. */
export interface SampledColumns {
  wanted: number[];
  floats: Map<string, FloatLayout>;
  fromRows: boolean;
  /** The formats that its texts were set in. */
  formats: Readonly<Record<string, ColumnFormat>> | undefined;
}

/** Judges columns by their headings and, once there are rows, by the first of them. */
export function sampleColumns(
  columns: readonly Column[],
  pages: RowPages,
  formats: Readonly<Record<string, ColumnFormat>> | undefined,
): SampledColumns {
  const floats = new Map<string, FloatLayout>();
  const wanted = columns.map((column) => {
    const texts: string[] = [];
    const first = pages.locate(0, column.name);
    if (first) {
      const end = Math.min(first.vector.length, SAMPLE);
      const { type } = first.vector;
      const layout = DataType.isFloat(type)
        ? floatLayout(Array.from(first.vector.slice(0, end), (value: number | null) => value && floatOf(value, type)))
        : undefined;
      if (layout) floats.set(column.name, layout);
      for (let i = 0; i < end; i++) texts.push(vectorText(first.vector, i, layout, formats?.[column.name]).text);
    }
    return wantedWidth(column, texts, formatWord(formats?.[column.name]));
  });
  return { wanted, floats, fromRows: pages.has(0), formats };
}
