/** @jest-environment jsdom */
import fc from "fast-check";
import { datacite } from "./datacite.js";
import { dataciteXml } from "./datacite-xml.js";
import { plainText } from "./plain-text.js";
import { datasetManifest, modelManifest } from "./testing/manifests.js";

const read = (text: string): Document => {
  const document = new DOMParser().parseFromString(text, "application/xml");
  expect(document.querySelector("parsererror")?.textContent).toBeUndefined();
  return document;
};
const texts = (document: Document, name: string) =>
  [...document.getElementsByTagName(name)].map((element) => element.textContent);

const full = datasetManifest({
  doi: "10.5072/band-gaps",
  url: "https://example.org/?a=1&b=2",
  title: 'Structure & properties of <b>50%</b> "glasses"',
  authors: [
    { name: "Johannes Diderik van der Waals", orcid: "0000-0002-1825-0097", affiliation: "A & B <Lab>" },
    { name: "Martin Luther King Jr." },
    { name: "RDKit contributors" },
  ],
  license: "CC-BY-4.0",
  citations: [{ text: "Zhuo, Y. 2018.", doi: "10.1021/acs.jpclett.8b00124" }],
  publishedAt: "2026-03-04T05:06:07Z",
});

test("the document says what the record for DataCite's API says", () => {
  const document = read(dataciteXml(datacite(full, "A laboratory")));
  const record = datacite(full, "A laboratory");
  expect(document.documentElement.namespaceURI).toBe("http://datacite.org/schema/kernel-4");
  expect(document.querySelector("identifier")?.getAttribute("identifierType")).toBe("DOI");
  expect(texts(document, "identifier")).toEqual([record.doi]);
  expect(texts(document, "title")).toEqual(record.titles.map(({ title }) => title));
  expect(texts(document, "publisher")).toEqual(["A laboratory"]);
  expect(texts(document, "publicationYear")).toEqual(["2026"]);
  expect(texts(document, "size")).toEqual(record.sizes);
  expect(texts(document, "alternateIdentifier")).toEqual([record.url]);
  expect(texts(document, "relatedIdentifier")).toEqual(["10.1021/acs.jpclett.8b00124"]);
  const creators = [...document.querySelectorAll("creator")].map((creator) =>
    Object.fromEntries([...creator.children].map((child) => [child.tagName, child.textContent])),
  );
  expect(creators).toEqual([
    {
      creatorName: "van der Waals, Johannes Diderik",
      givenName: "Johannes Diderik",
      familyName: "van der Waals",
      nameIdentifier: "0000-0002-1825-0097",
      affiliation: "A & B <Lab>",
    },
    { creatorName: "King, Martin Luther, Jr.", givenName: "Martin Luther", familyName: "King" },
    { creatorName: "RDKit contributors" },
  ]);
  const kinds = [...document.querySelectorAll("creatorName")].map((name) => name.getAttribute("nameType"));
  expect(kinds).toEqual(["Personal", "Personal", "Organizational"]);
});

test("a package without a DOI has one to be assigned, as the schema asks for one", () => {
  const document = read(dataciteXml(datacite(modelManifest(), "A laboratory")));
  expect(texts(document, "identifier")).toEqual([":tba"]);
  expect(document.querySelector("resourceType")?.getAttribute("resourceTypeGeneral")).toBe("Model");
});

test("a reader of XML gets back every text", () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(...Array.from("&<>'\"{}%;#\u0085\u2028\ufffe\uffffé≤"), "&amp;", "]]>", "<!--", "&#60;"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 2 }),
      ),
      { minLength: 1, maxLength: 20 },
    )
    .map((parts) => parts.join(""))
    .filter((one) => plainText(one) !== "");
  fc.assert(
    fc.property(text, text, (title, affiliation) => {
      const manifest = datasetManifest({ title, authors: [{ name: "Ada Lovelace", affiliation }] });
      const document = read(dataciteXml(datacite(manifest, "A laboratory")));
      const legible = (one: string) => plainText(one).replaceAll(/[\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");
      expect(texts(document, "title")).toEqual([legible(title)]);
      expect(texts(document, "affiliation")).toEqual([legible(affiliation)]);
    }),
    { numRuns: 200 },
  );
});
