/** The value below which the share `q` of `values` lies. */
export function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

/** Prints one table: a row for each of `rows`, `{ name, milliseconds, target? }`, with its ratio to the row `limit`. */
export function report(title, rows, limit, { statistic = "median", q = 0.5 } = {}) {
  const base = quantile(rows.find(({ name }) => name === limit).milliseconds, q);
  const cell = (value) => value.toFixed(3).padStart(11);
  console.log(
    `\n${title}\n${"".padEnd(44)}${`${statistic} ms`.padStart(11)}${"min".padStart(11)}${"max".padStart(11)}    ratio  target`,
  );
  for (const { name, milliseconds, target } of rows) {
    const value = quantile(milliseconds, q);
    const ratio = value / base;
    const verdict = target === undefined ? "" : `<= ${target} ${ratio <= target ? "met" : "MISSED"}`;
    console.log(
      `${name.padEnd(44)}${cell(value)}${cell(Math.min(...milliseconds))}${cell(Math.max(...milliseconds))}${ratio.toFixed(2).padStart(9)}  ${verdict}`.trimEnd(),
    );
  }
}
