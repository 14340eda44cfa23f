/** Milliseconds since 1970 of an ISO date or time, in UTC where it names no zone; undefined for other text. */
export function timeOf(text: string): number | undefined {
  const time = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) || text.length <= 10 ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}
