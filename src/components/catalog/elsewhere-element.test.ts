import type { CatalogsResponse } from "../../contracts/types.js";
import { find, place, read, settle } from "../testing/element.js";
import { MemoryCatalog } from "../testing/memory-catalog.js";
import "./elsewhere-element.js";
import type { ElsewhereElement } from "./elsewhere-element.js";

afterEach(() => document.body.replaceChildren());

const answer: CatalogsResponse = {
  catalogs: [
    {
      ...{ catalog: "zenodo", title: "Zenodo", state: "answered", total: 12 },
      hits: [
        {
          catalog: "zenodo",
          id: "1",
          title: "<b>Gaps</b>",
          url: "https://zenodo.org/records/1",
          authors: ["A", "B", "C"],
          year: 2023,
          bytes: 3000,
        },
        { catalog: "zenodo", id: "2", title: "Trap", url: "javascript:alert(1)" },
      ],
    },
    {
      ...{ catalog: "mdf", title: "Materials Data Facility", state: "offline", hits: [] },
      problem: { type: "unavailable", title: "Unavailable", status: 503, detail: "It does not answer (ECONNREFUSED)." },
    },
  ],
};

test("asks only when wanted, and shows what answers beside what is offline", async () => {
  const asked: string[] = [];
  const source = Object.assign(new MemoryCatalog([]), {
    searchCatalogs: ({ query = "" }) => {
      asked.push(query);
      return Promise.resolve(answer);
    },
  });
  const { element, root } = await place<ElsewhereElement>("foundry-elsewhere", { source, query: "gaps" });
  expect(asked).toEqual([]);
  find(root, "button").click();
  await settle(element);
  expect(asked).toEqual(["gaps"]);
  expect([...root.querySelectorAll("h3")].map(read)).toEqual([
    "Zenodo: 12 datasets",
    "Materials Data Facility: offline",
  ]);
  expect(read(root.querySelector("[role=status]"))).toBe("It does not answer (ECONNREFUSED).");
  expect([...root.querySelectorAll("a")].map((link) => [link.href, read(link)])).toEqual([
    ["https://zenodo.org/records/1", "<b>Gaps</b>"],
  ]);
  expect(read(root.querySelector(".facts"))).toBe("A et al. · 2023 · 3.0 kB");
  element.query = "other";
  await settle(element);
  expect(root.querySelector("h3")).toBeNull();
});

test("a source that knows no other catalogs has no such part", async () => {
  const { root } = await place<ElsewhereElement>("foundry-elsewhere", { source: new MemoryCatalog([]) });
  expect(root.querySelector("button")).toBeNull();
});
