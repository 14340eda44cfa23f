import fc from "fast-check";
import { FACET_FIELDS } from "../core/search/fields.js";
import { addressOf, requestOf } from "./search-address.js";

test("an address leads back to the search that it was made of", () => {
  const facet = fc.record({
    field: fc.constantFrom(...FACET_FIELDS),
    value: fc.string({ minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60 }).filter((text) => text.trim() !== ""),
      fc.constantFrom("dataset" as const, "model" as const, "benchmark" as const),
      fc.uniqueArray(facet, { maxLength: 3 }),
      (query, kind, facets) => {
        const request = requestOf(addressOf({ query, kinds: [kind], facets }, "https://hub.example/data/?x=1#there"));
        expect(request?.query).toBe(query);
        expect(request?.kinds ?? ["dataset"]).toEqual([kind]);
        expect(request?.facets ?? []).toEqual(facets);
      },
    ),
  );
});

test("an address that asks for nothing readable asks for nothing", () => {
  expect(requestOf("https://hub.example/?kind=secrets&facet=nothing:1&sort=colour")).toBeUndefined();
  expect(addressOf({}, "https://hub.example/?q=old&x=1")).toBe("https://hub.example/?x=1");
});
