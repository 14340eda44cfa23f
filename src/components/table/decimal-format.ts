import { formatInteger } from "./number-format.js";

/** A decimal's words (32 bits each, least significant first, two's complement) as a number with `scale` decimals. */
export function formatDecimal(words: Uint32Array, scale: number): string {
  let unscaled = 0n;
  for (let i = words.length - 1; i >= 0; i--) unscaled = (unscaled << 32n) | BigInt(words[i] ?? 0);
  unscaled = BigInt.asIntN(words.length * 32, unscaled);
  if (scale <= 0) return formatInteger(unscaled * 10n ** BigInt(-scale));
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  return `${unscaled < 0n ? "−" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
