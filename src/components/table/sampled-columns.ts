import { DataType } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import { wantedWidth } from "./column-layout.js";
import { vectorText } from "./format.js";
import { columnDecimals } from "./number-format.js";
import type { RowPages } from "./row-pages.js";

const SAMPLE = 50;

/** What the first rows say of how columns are set: their widths, and the decimals of their floats. */
export interface SampledColumns {
  wanted: number[];
  decimals: Map<string, number>;
  fromRows: boolean;
}

/** Judges columns by their headings and, once there are rows, by the first of them. */
export function sampleColumns(columns: readonly Column[], pages: RowPages): SampledColumns {
  const decimals = new Map<string, number>();
  const wanted = columns.map((column) => {
    const texts: string[] = [];

    const first = pages.locate(0, column.name);
    if (first) {
      const end = Math.min(first.vector.length, SAMPLE);
      if (DataType.isFloat(first.vector.type)) {
        decimals.set(column.name, columnDecimals(first.vector.slice(0, end)));
      }
      for (let i = 0; i < end; i++) texts.push(vectorText(first.vector, i, decimals.get(column.name)).text);
    }
    return wantedWidth(column, texts);
  });
  return { wanted, decimals, fromRows: pages.has(0) };
}
