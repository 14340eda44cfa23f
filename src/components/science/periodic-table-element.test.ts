import { ELEMENTS } from "../../core/search/elements.js";
import { elementPlace } from "./periodic-places.js";
import "./periodic-table-element.js";

const place = (symbol: string) => {
  const { row, column } = elementPlace(ELEMENTS.indexOf(symbol) + 1);
  return [row, column];
};

test.each([
  ["H", [1, 1]],
  ["He", [1, 18]],
  ["Be", [2, 2]],
  ["B", [2, 13]],
  ["Ar", [3, 18]],
  ["Sc", [4, 3]],
  ["Zn", [4, 12]],
  ["I", [5, 17]],
  ["Ba", [6, 2]],
  ["La", [9, 3]],
  ["Lu", [9, 17]],
  ["Hf", [6, 4]],
  ["Rn", [6, 18]],
  ["Ra", [7, 2]],
  ["U", [10, 6]],
  ["Rf", [7, 4]],
  ["Og", [7, 18]],
])("%s stands where chemists look for it", (symbol, at) => expect(place(symbol)).toEqual(at));

test("no two elements share a place", () => {
  expect(new Set(ELEMENTS.map((symbol) => place(symbol).join())).size).toBe(118);
});

test("a click chooses an element, a second one leaves it, and arrows go over gaps", async () => {
  const table = document.createElement("foundry-periodic-table");
  document.body.append(table);
  await table.updateComplete;
  const button = (symbol: string) => table.shadowRoot?.querySelector<HTMLButtonElement>(`#${symbol}`);
  const heard: unknown[] = [];
  table.addEventListener("foundry-elements", (event) => heard.push((event as CustomEvent<unknown>).detail));
  button("Fe")?.click();
  button("O")?.click();
  button("Fe")?.click();
  expect(heard).toEqual([{ chosen: ["Fe"] }, { chosen: ["Fe", "O"] }, { chosen: ["O"] }]);
  button("H")?.focus();
  button("H")?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, composed: true }));
  expect(table.shadowRoot?.activeElement?.id).toBe("He");
});
