import type { SearchRequest } from "../../contracts/types.js";
import { unitSpelling } from "../units/unit-spelling.js";
import { isUnitField } from "./fields.js";

/** A request whose units are spelt as the index has them. */
export function withUnitSpellings(request: SearchRequest): SearchRequest {
  const { facets, terms } = request;
  return {
    ...request,
    ...(facets && {
      facets: facets.map((choice) =>
        isUnitField(choice.field) ? { ...choice, value: unitSpelling(choice.value) } : choice,
      ),
    }),
    ...(terms && {
      terms: terms.map((term) =>
        term.field !== undefined && isUnitField(term.field) && term.values
          ? { ...term, values: term.values.map(unitSpelling) }
          : term,
      ),
    }),
  };
}
