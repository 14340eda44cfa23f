const SYMBOLS =
  "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og";
/** Symbols of the chemical elements, by atomic number. */
export const ELEMENTS: readonly string[] = SYMBOLS.split(" ");
const KNOWN: ReadonlySet<string> = new Set(ELEMENTS);
const FORMULA = /^(?:[([]*[A-Z][a-z]?[)\]]*(?:\d+(?:\.\d+)?)?[)\]]*(?:\d+(?:\.\d+)?)?)+$/;

/** The symbol that a text means, in whatever case: `si` is `Si`. */
export function elementNamed(text: string): string | undefined {
  const symbol = text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
  return KNOWN.has(symbol) ? symbol : undefined;
}

/** A formula with the smallest whole numbers: `Ba2Ti2O6` is `BaTiO3`; undefined where it is none, or has them already. */
export function reducedFormula(text: string): string | undefined {
  if (!/^(?:[A-Z][a-z]?\d*)+$/.test(text) || elementsOf(text) === undefined) return undefined;
  const atoms = [...text.matchAll(/([A-Z][a-z]?)(\d*)/g)].map(([, symbol = "", count = ""]) => ({
    symbol,
    count: Number(count || "1"),
  }));
  const divisor = atoms.reduce((all, { count }) => greatestDivisor(all, count), 0);
  if (divisor < 2) return undefined;
  return atoms.map(({ symbol, count }) => `${symbol}${count === divisor ? "" : count / divisor}`).join("");
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** The elements of a formula (`Fe2O3`) or a system (`Li-Fe-P-O`, `Si-O-*`); undefined where the text is neither. */
export function elementsOf(text: string): string[] | undefined {
  const parts = text
    .replace(/-\*$/, "")
    .split("-")
    .map((part) => part.trim());
  if (!parts.every((part) => FORMULA.test(part))) return undefined;
  const symbols = parts.flatMap((part) => part.match(/[A-Z][a-z]?/g) ?? []);
  return symbols.every((symbol) => KNOWN.has(symbol)) ? [...new Set(symbols)] : undefined;
}
