/**
 * Numbers in order as the path of a line through a box of `width` by `height`; gaps where there is none.
 * @param points - at most about so many are drawn: of each stretch its lowest and its highest, so that no peak is lost
 */
export function curvePath(values: readonly number[], width: number, height: number, points = 1000): string {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  if (finite.length === 0) return "";
  const parts: string[] = [];
  let pen = "M";
  for (const at of places(values, points)) {
    const value = values[at] ?? NaN;
    if (!Number.isFinite(value)) {
      pen = "M";
      continue;
    }
    const x = values.length > 1 ? (at / (values.length - 1)) * width : width / 2;
    const y = high > low ? height - ((value - low) / (high - low)) * height : height / 2;
    parts.push(`${pen}${x.toFixed(2)} ${y.toFixed(2)}`);
    pen = "L";
  }
  return parts.join("");
}

function places(values: readonly number[], points: number): number[] {
  if (values.length <= points) return values.map((_, at) => at);
  const stretch = (2 * values.length) / points;
  const found: number[] = [];
  for (let start = 0; start < values.length; start += stretch) {
    const end = Math.min(values.length, Math.floor(start + stretch));
    let [least, most] = [Math.floor(start), Math.floor(start)];
    for (let at = least; at < end; at++) {
      if ((values[at] ?? NaN) < (values[least] ?? NaN) || Number.isNaN(values[least])) least = at;
      if ((values[at] ?? NaN) > (values[most] ?? NaN) || Number.isNaN(values[most])) most = at;
    }
    found.push(...(least === most ? [least] : [Math.min(least, most), Math.max(least, most)]));
  }
  return found;
}
