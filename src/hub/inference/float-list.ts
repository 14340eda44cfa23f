/** Powers of ten that a double holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);
/** Below it every whole number is a double. */
const EXACT = 2 ** 53;
/** Characters of numbers whose digits are taken up with an error of less than 16 units in a double's last place. */
const LONGEST = 24;
/** What is smaller or larger is near the ends of binary32's normal numbers. */
const [SMALLEST, LARGEST] = [1e-37, 3e38];

const [MINUS, PLUS, DOT, COMMA, ZERO, NINE, UPPER_E, LOWER_E] = [0x2d, 0x2b, 0x2e, 0x2c, 0x30, 0x39, 0x45, 0x65];

const wide = new DataView(new ArrayBuffer(8));

/**
 * Reads `count` numbers of a JSON list, between its brackets at `start` and `end`, as binary32.
 *
 * Each is what `Math.fround(JSON.parse(...))` gives, to the bit: digits and a power of ten that doubles hold exactly are
 * rounded once (Clinger 1990, doi:10.1145/93548.93557); of longer ones an approximation decides where it is far enough
 * from the middle of two neighbours, and V8's own reader elsewhere. JSON.parse, and the libraries in its place, make a list
 * of all numbers first, which takes most of the time of a large request.
 *
 * @returns undefined where the list holds anything else, or another number of them
 */
export function readFloats(
  text: Uint8Array,
  start: number,
  end: number,
  count: number,
): Float32Array<ArrayBuffer> | undefined {
  // A digit each, and the commas between.
  if (2 * count - 1 > end - start) return undefined;
  const view = new DataView(text.buffer, text.byteOffset, end);
  const found = new Float32Array(count);
  let at = start;
  for (let i = 0; i < count; i++) {
    let byte = text[at] ?? 0;
    while (isSpace(byte)) byte = text[++at] ?? 0;
    const first = at;
    const negative = byte === MINUS;
    if (negative) byte = text[++at] ?? 0;

    let digits = 0;
    if (byte === ZERO) {
      byte = text[++at] ?? 0;
      if (isDigit(byte)) return undefined;
    } else if (isDigit(byte))
      do {
        digits = digits * 10 + (byte - ZERO);
        byte = text[++at] ?? 0;
      } while (isDigit(byte));
    else return undefined;
    let power = 0;
    if (byte === DOT) {
      const fraction = ++at;
      for (; at + 4 <= end; at += 4) {
        const four = fourDigits(view.getUint32(at, true));
        if (four < 0) break;
        digits = digits * 10_000 + four;
      }
      for (byte = text[at] ?? 0; isDigit(byte); byte = text[++at] ?? 0) digits = digits * 10 + (byte - ZERO);
      if (at === fraction) return undefined;
      power = fraction - at;
    }
    if (byte === LOWER_E || byte === UPPER_E) {
      byte = text[++at] ?? 0;
      const down = byte === MINUS;
      if (down || byte === PLUS) byte = text[++at] ?? 0;
      const exponent = at;
      let size = 0;
      for (; isDigit(byte); byte = text[++at] ?? 0) size = Math.min(size * 10 + (byte - ZERO), 10_000);
      if (at === exponent) return undefined;
      power += down ? -size : size;
    }

    const size = power < 0 ? digits / (TENS[-power] ?? 0) : digits * (TENS[power] ?? 0);
    const sure = Math.abs(power) < TENS.length && at - first <= LONGEST && (digits < EXACT || isFarFromMiddle(size));
    found[i] = sure ? (negative ? -size : size) : exactly(text, first, at);
    if (!Number.isFinite(found[i])) return undefined;

    while (isSpace(byte)) byte = text[++at] ?? 0;
    if (i + 1 < count && text[at++] !== COMMA) return undefined;
  }
  return at === end ? found : undefined;
}

const exactly = (text: Uint8Array, start: number, end: number): number =>
  Number(Buffer.from(text.buffer, text.byteOffset + start, end - start).toString("latin1"));

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;
const isSpace = (byte: number): boolean =>
  byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);

/** What four bytes say, the first the lowest; negative where one is no digit. */
function fourDigits(bytes: number): number {
  const strange = ((bytes & 0xf0f0f0f0) ^ 0x30303030) | (((bytes + 0x06060606) & 0xf0f0f0f0) ^ 0x30303030);
  if (strange !== 0) return -1;
  const values = bytes & 0x0f0f0f0f;
  const pairs = Math.imul(values, 10) + (values >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
}

/** Whether a double may be off by 16 units in its last place and still be rounded to the same binary32. */
function isFarFromMiddle(value: number): boolean {
  wide.setFloat64(0, value, true);
  const cut = wide.getUint32(0, true) & 0x1fffffff;
  return Math.abs(cut - 0x10000000) > 16 && value > SMALLEST && value < LARGEST;
}
