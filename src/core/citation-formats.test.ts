import { parse } from "@retorquere/bibtex-parser";
import fc from "fast-check";
import { CITATION_FORMATS, isCitationFormat, type CitationFormat } from "./citation.js";
import { cslWorks, formatCitation } from "./citation-formats.js";
import { plainText } from "./plain-text.js";
import { datasetManifest, modelManifest } from "./testing/manifests.js";

const cited = datasetManifest({
  doi: "10.5072/band-gaps",
  authors: [
    { name: "Ya Zhuo", orcid: "0000-0002-1825-0097" },
    { name: "van Beethoven, Ludwig" },
    { name: "RDKit contributors" },
  ],
  citations: [
    { text: "Zhuo, Y. Predicting band gaps. J. Phys. Chem. Lett. 2018, 9, 1668.", doi: "10.1021/acs.jpclett.8b00124" },
  ],
  keywords: ["band gap", "a, b"],
  publishedAt: "2026-03-04T05:06:07Z",
});

test("BibTeX has the package under its own key, and the works that its publisher names", () => {
  const text = formatCitation(cited, "bibtex");
  expect(text).toContain("@misc{band-gaps-1.0.0,");
  expect(text).toContain("author = {Zhuo, Ya and van Beethoven, Ludwig and {RDKit contributors}}");
  expect(text).toContain("doi = {10.5072/band-gaps}");
  expect(text).toContain("year = {2026}");
  expect(text).toContain("note = {Version 1.0.0}");
  expect(text).toContain("@misc{band-gaps-1.0.0-1,");
  expect(text).toContain("doi = {10.1021/acs.jpclett.8b00124}");
  expect(text.match(/^@/gm)).toHaveLength(2);
});

test("BibTeX escapes what LaTeX would read", () => {
  const text = formatCitation(
    datasetManifest({
      title: "Structure & properties of 50% Al_2O_3 glasses",
      authors: [{ name: "Michael O'Keeffe" }, { name: "Jean d'Alembert" }, { name: "Ștefan Tudoră" }],
      citations: [{ text: "Mixing #1: cost < $5 {sic} ~ 3^2" }],
    }),
    "bibtex",
  );
  expect(text).toContain(String.raw`title = {Structure \& properties of 50\% {Al}\_2O\_3 glasses}`);
  expect(text).toContain("author = {O'Keeffe, Michael and d'Alembert, Jean and Tudoră, Ștefan}");
  expect(text).toContain(String.raw`\#1: cost \textless{} \$5 \{sic\} \textasciitilde{} 3\textasciicircum{}2`);
});

/** What a reader of BibTeX, with TeX's rules for names and commands, understands. */
const readBack = (bibtex: string) =>
  parse(bibtex, { sentenceCase: false, caseProtection: false }).entries.map(({ fields }) => fields);

test("a reader of BibTeX gets back every text", () => {
  const character = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...Array.from(`&%$#_^~{}\\'"<>-:;,.()[]/@!?|=+*\` aAbBÅéșα≤₂`)) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }) },
  );
  const texts = fc
    .array(character, { minLength: 1, maxLength: 40 })
    .map((characters) => plainText(characters.join("").normalize("NFC")))
    .filter((text) => text !== "");
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (titles) => {
      const [title = "", ...works] = titles;
      const manifest = datasetManifest({ title, citations: works.map((text) => ({ text })) });
      expect(readBack(formatCitation(manifest, "bibtex")).map((fields) => fields.title)).toEqual(titles);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["van der Waals, J. D.", { prefix: "van der", lastName: "Waals", firstName: "J. D." }],
  ["O. Anatole von Lilienfeld", { prefix: "von", lastName: "Lilienfeld", firstName: "O. Anatole" }],
  ["Michael O'Keeffe", { lastName: "O'Keeffe", firstName: "Michael" }],
  ["Sammy Davis Jr.", { lastName: "Davis", firstName: "Sammy", suffix: "Jr." }],
  ["Zoë Núñez-Müller", { lastName: "Núñez-Müller", firstName: "Zoë" }],
  ["Research and Development Lab", { name: "Research and Development Lab" }],
  ["A&B Institute", { name: "A&B Institute" }],
])("a reader of BibTeX gets back the name %s", (name, parts) => {
  expect(readBack(formatCitation(datasetManifest({ authors: [{ name }] }), "bibtex"))[0]?.author).toEqual([parts]);
});

test("RIS keeps particles with the family name", () => {
  expect(formatCitation(cited, "ris").split("\n")).toContain("AU  - van Beethoven, Ludwig");
});

test("RIS has one line for each field, whatever its length", () => {
  const long = "Predicting the band gaps of inorganic solids ".repeat(8).trim();
  const lines = formatCitation({ ...cited, title: long }, "ris").split("\n");
  expect(lines.every((line) => /^[A-Z][A-Z0-9] {2}-/.test(line))).toBe(true);
  expect(lines).toContain(`TI  - ${long}`);
  expect(lines.filter((line) => line.startsWith("ER"))).toHaveLength(2);
  expect(lines).toEqual(
    expect.arrayContaining([
      "TY  - DATA",
      "AU  - Zhuo, Ya",
      "AU  - RDKit contributors",
      "PY  - 2026",
      "DO  - 10.5072/band-gaps",
      "KW  - band gap",
      "ET  - 1.0.0",
    ]),
  );
});

test("CSL-JSON has persons in their parts and organisations as they are", () => {
  const [work, named] = JSON.parse(formatCitation(cited, "csl")) as Record<string, unknown>[];
  expect(work).toMatchObject({
    type: "dataset",
    author: [
      { family: "Zhuo", given: "Ya" },
      { family: "Beethoven", given: "Ludwig", "non-dropping-particle": "van" },
      { literal: "RDKit contributors" },
    ],
    issued: { "date-parts": [[2026, 3, 4]] },
    version: "1.0.0",
    DOI: "10.5072/band-gaps",
  });
  expect(named).toMatchObject({ DOI: "10.1021/acs.jpclett.8b00124", issued: { "date-parts": [[2018]] } });
  expect(cslWorks(modelManifest())[0]).toMatchObject({ type: "software" });
});

test("APA names kind and version, and gives the publisher's references as they are", () => {
  expect(formatCitation(cited, "apa").split("\n")).toEqual([
    "Zhuo, Y., van Beethoven, L., & RDKit contributors. (2026). Experimental band gaps (Version 1.0.0) [Dataset]. https://doi.org/10.5072/band-gaps",
    "Zhuo, Y. Predicting band gaps. J. Phys. Chem. Lett. 2018, 9, 1668. https://doi.org/10.1021/acs.jpclett.8b00124",
  ]);
  expect(formatCitation(modelManifest(), "apa")).toContain("[Computer software]");
}, 30_000);

test("a package of nobody with nothing but a title is cited all the same", () => {
  const bare = datasetManifest({ authors: [], citations: [], keywords: [], description: "" });
  for (const format of Object.keys(CITATION_FORMATS) as CitationFormat[])
    expect(formatCitation(bare, format)).toContain("Experimental band gaps".slice(0, 12));
  expect(isCitationFormat("constructor")).toBe(false);
});

const HOSTILE = `<script>alert("1")</script> <i>x</i> & 50% of $x_1$ {\\input{/etc/passwd}} ~#^'\nER  - \nTY  - JOUR\n\u202e}`;

test("HTML, LaTeX and line breaks of a record are text in every format", () => {
  const hostile = datasetManifest({
    title: HOSTILE,
    description: HOSTILE,
    authors: [{ name: HOSTILE }, { name: "<b>Ada</b> Lovelace" }],
    citations: [{ text: HOSTILE }],
    keywords: [HOSTILE],
    url: "https://example.org/}\nER  - ",
  });
  const plain = `<script>alert("1")</script> <i>x</i> & 50% of $x_1$ {\\input{/etc/passwd}} ~#^' ER - TY - JOUR }`;
  expect(formatCitation(hostile, "apa")).toContain(plain.slice(0, -1).trim());
  const ris = formatCitation(hostile, "ris");
  expect(ris).toContain(`TI  - ${plain}`);
  expect(ris.match(/^TY {2}-/gm)).toHaveLength(2);
  expect(ris.match(/^ER {2}-/gm)).toHaveLength(2);
  const [work] = JSON.parse(formatCitation(hostile, "csl")) as { title: string }[];
  expect(work?.title).toBe(plain);
  const bibtex = formatCitation(hostile, "bibtex");
  expect(bibtex).not.toMatch(/(?<!textbackslash\{\})\\input|textit|\n@(?!misc)/);
  expect(bibtex).toContain(String.raw`\textless{}script\textgreater{}`);
  expect(bibtex).toContain(String.raw`\& 50\% of \$x\_1\$ \{\textbackslash{}input\{/etc/passwd\}\}`);
  for (const entry of bibtex.split("\n").filter((line) => line.includes("title =")))
    expect(balanced(entry.replaceAll(/\\[{}]/g, ""))).toBe(true);
  for (const format of Object.keys(CITATION_FORMATS) as CitationFormat[])
    expect(formatCitation(hostile, format)).not.toContain("\u202e");
});

function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "{") depth++;
    if (character === "}" && --depth < 0) return false;
  }
  return depth === 0;
}
