import type { Column, Comparison, Filter, Scalar } from "../contracts/types.js";
import { timeOf } from "../core/times.js";

/** A filter whose dates and times are the milliseconds that columns of such types hold here. */
export function withTimes(filter: Filter, columns: readonly Column[]): Filter {
  const temporal = new Set(columns.filter(({ type }) => /^(?:date|timestamp)/.test(type)).map(({ name }) => name));
  const change = ({ all, any, not, compare }: Filter): Filter => ({
    ...(all && { all: all.map(change) }),
    ...(any && { any: any.map(change) }),
    ...(not && { not: change(not) }),
    ...(compare && { compare: temporal.has(compare.column) ? compared(compare) : compare }),
  });
  return temporal.size > 0 ? change(filter) : filter;
}

function compared({ value, values, ...rest }: Comparison): Comparison {
  return {
    ...rest,
    ...(value !== undefined && { value: inNumbers(value) }),
    ...(values && { values: values.map(inNumbers) }),
  };
}

const inNumbers = (value: Scalar): Scalar => (typeof value === "string" ? (timeOf(value) ?? value) : value);
