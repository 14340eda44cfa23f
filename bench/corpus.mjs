// Records of a large catalog, the same in every run: words are as frequent as in texts (Zipf), columns as in published tables.
const FIRST = [
  "band",
  "gap",
  "formation",
  "energy",
  "bulk",
  "shear",
  "modulus",
  "phonon",
  "dielectric",
  "refractive",
  "index",
  "solubility",
  "density",
  "thermal",
  "conductivity",
  "molecular",
  "crystal",
  "structure",
  "perovskite",
  "oxide",
  "semiconductor",
  "alloy",
  "polymer",
  "glass",
  "transition",
  "temperature",
  "experimental",
  "computed",
  "measured",
  "hardness",
];
const COLUMNS = [
  ["gap", "eV"],
  ["formation_energy", "eV/atom"],
  ["bulk_modulus", "GPa"],
  ["shear_modulus", "GPa"],
  ["density", "g/cm3"],
  ["temperature", "K"],
  ["pressure", "Pa"],
  ["solubility", "log(mol/L)"],
  ["formula", undefined],
  ["smiles", undefined],
  ["structure", undefined],
  ["refractive_index", undefined],
  ["thermal_conductivity", "W/m/K"],
  ["volume", "angstrom**3"],
  ["mass", "g/mol"],
];
const DOMAINS = ["materials", "chemistry", "physics", "biology", "climate", "engineering"];
const TASKS = ["regression", "classification", "generation", "clustering"];
const LICENSES = ["CC-BY-4.0", "MIT", "CC0-1.0", "Apache-2.0", "ODbL-1.0"];
const SYLLABLES = [
  "al",
  "be",
  "cor",
  "di",
  "el",
  "fer",
  "gra",
  "hy",
  "ir",
  "ka",
  "lan",
  "mo",
  "ni",
  "os",
  "pho",
  "qua",
  "ri",
  "si",
  "ta",
  "ur",
  "va",
  "xe",
  "yt",
  "zir",
];
export const VOCABULARY = 30_000;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The word of a rank: the most frequent ones are the field's own. */
export function word(rank) {
  if (rank < FIRST.length) return FIRST[rank];
  let text = "";
  for (let left = rank; left > 0; left = Math.floor(left / SYLLABLES.length))
    text += SYLLABLES[left % SYLLABLES.length];
  return text;
}

export function* records(count, seed = 1) {
  const random = randomNumbers(seed);
  const one = (list) => list[Math.floor(random() * list.length)];
  // Ranks by Zipf's law: the logarithm of the rank is evenly spread.
  const words = (n) => Array.from({ length: n }, () => word(Math.floor(VOCABULARY ** random()) - 1)).join(" ");
  for (let index = 0; index < count; index += 1) {
    const columns = Array.from({ length: 3 + Math.floor(random() * 8) }, () => one(COLUMNS));
    yield {
      kind: random() < 0.1 ? "model" : "dataset",
      name: `set-${index}`,
      version: "1.0.0",
      title: words(3 + Math.floor(random() * 5)),
      description: words(20 + Math.floor(random() * 40)),
      license: one(LICENSES),
      keywords: words(3).split(" "),
      domains: [one(DOMAINS)],
      tasks: [one(TASKS)],
      columns: [...new Map(columns).entries()].map(([name, unit]) => ({ name, unit })),
      more: [`${word(Math.floor(random() * VOCABULARY))} ${word(Math.floor(random() * VOCABULARY))}`],
      rows: Math.floor(10 ** (1 + 6 * random())),
      bytes: Math.floor(10 ** (3 + 6 * random())),
      publishedAt: new Date(Date.UTC(2015, 0, 1) + Math.floor(random() * 11 * 365) * 86_400_000).toISOString(),
    };
  }
}

/** What people type: one common word, two, the beginning of one, three, a phrase, and rare words. */
export function queries(count, seed = 2) {
  const random = randomNumbers(seed);
  const common = () => FIRST[Math.floor(random() * FIRST.length)];
  const rare = () => word(200 + Math.floor(random() * 5000));
  const shapes = [
    common,
    () => `${common()} ${common()}`,
    () => common().slice(0, 4),
    () => `${common()} ${common()} ${common()}`,
    () => '"band gap"',
    rare,
    () => `${common()} ${rare()}`,
  ];
  return Array.from({ length: count }, (_, index) => shapes[index % shapes.length]());
}
