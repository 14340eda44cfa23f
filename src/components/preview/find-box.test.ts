import type { FindResponse } from "../../contracts/types.js";
import { find, place, press, read, settle } from "../testing/element.js";
import { MemorySource } from "../testing/memory-source.js";
import "./find-box.js";
import type { FindBox } from "./find-box.js";

test.each<[FindResponse, string]>([
  [{ id: 0, row: 3, place: 0, matches: 2, columns: ["gap"] }, "1 of 2 rows"],
  [{ id: 0, matches: 0 }, "not found"],
  [
    { id: 0, row: 3, place: 1, matches: 2, columns: ["gap"], first: 5_000_000 },
    "2 of 2 rows, searched in the first 5,000,000 of 6,000,000 rows",
  ],
  [{ id: 0, matches: 0, first: 5_000_000 }, "not found, searched in the first 5,000,000 of 6,000,000 rows"],
])("an answer %j is said as '%s'", async (answer, sentence) => {
  const source = Object.assign(new MemorySource(6_000_000), { find: () => Promise.resolve(answer) });
  const { element, root } = await place<FindBox>("foundry-find-box", { source });
  const input = find(root, "input") as HTMLInputElement;
  input.value = "3.5";
  input.dispatchEvent(new Event("input"));
  press(input, "Enter");
  await settle(element);
  expect(read(find(root, "[role=status]"))).toBe(sentence);
});
