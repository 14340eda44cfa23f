import { Argument, InvalidArgumentError } from "commander";
import type { FacetChoice, Kind, SearchField, SearchRequest, SearchTerm } from "../contracts/types.js";
import { FACET_FIELDS, FIELDS } from "../core/search/fields.js";
import { readQuery } from "../core/search/read-query.js";
import { choice, repeated, wholeNumber, type FoundryCommand } from "./foundry-command.js";
import { print } from "./terminal.js";
import { withFoundry } from "./with-foundry.js";

/** Fields with a flag of their own, and what the flag says of itself. */
const FLAGS: readonly [field: SearchField, argument: string, help: string][] = [
  ["author", "name", "by an author's name"],
  ["doi", "doi", "the package with this DOI, or that cites it"],
  ["column", "name", "with a column whose name has this word"],
  ["unit", "unit", "with a column in this unit"],
  ["license", "license", "under this license"],
  ["domain", "domain", "of this domain"],
  ["task", "task", "for this task"],
  ["type", "type", "with this kind of data: tabular, hdf5, files"],
  ["organisation", "name", "by an organisation"],
  ["element", "symbols", "with all of these chemical elements, as in Si,O"],
  ["trained", "dataset", "models that were trained on this dataset"],
  ["input", "kind", "models that take this: number, text, smiles, formula, array"],
  ["output", "kind", "models that give this: number, class, text, array"],
  ["input_unit", "unit", "models that take a quantity in this unit"],
  ["output_unit", "unit", "models that give a quantity in this unit"],
  ["framework", "name", "models made with this, such as scikit-learn or PyTorch"],
  ["metric", "name", "models for which this figure of merit is given"],
  ["similar", "name", "like this dataset"],
  ["year", "years", "published in a year or years, as in 2020..2024"],
];

/** A field as commander calls its option. */
const optionOf = (field: SearchField) =>
  field.replace(/_(\w)/, (_, letter: string) => letter.toUpperCase()) as keyof SearchOptions;

interface SearchOptions extends Partial<Record<SearchField, string>> {
  json: boolean;
  kind?: Kind;
  limit: number;
  offset: number;
  facet: FacetChoice[];
  facets: boolean;
  sort?: SearchRequest["sort"];
  order?: SearchRequest["order"];
  cursor?: string;
  catalog: string[];
}

/** Declares `foundry-lab search`. */
export function searchCommand(program: FoundryCommand): void {
  const command = program
    .subcommand(
      "search",
      "find packages by words and fields",
      'foundry-lab search "band gap" --unit eV --sort rows',
      "foundry-lab search 'rows>1000 author:lovelace' --json",
    )
    .addArgument(
      new Argument(
        "[text...]",
        'words (the last may be the beginning of one), "phrases", fields such as unit:eV or rows>1000',
      ),
    )
    .withKind()
    .option("--limit <n>", "how many", wholeNumber(0, 200), 20)
    .option("--offset <n>", "how many to skip", wholeNumber(0, 100_000), 0)
    .option("--cursor <next>", "go on after an answer, by its `next`")
    .addOption(choice("--sort <by>", "what the order goes by", ["relevance", "date", "size", "rows", "name"]))
    .addOption(choice("--order <order>", "which end comes first", ["ascending", "descending"]))
    .option("--facet <field=value>", `narrow by ${FACET_FIELDS.join(", ")} (repeatable)`, facet, [])
    .option("--facets", "count what all that match have, too", false)
    .option(
      "--catalog <name>",
      "ask another catalog instead: foundry, mdf, huggingface, openml, zenodo, or the address of a croissant.json (repeatable)",
      repeated,
      [],
    );
  for (const [field, argument, help] of FLAGS) command.option(`--${field.replace("_", "-")} <${argument}>`, help);
  command.addHelpText(
    "after",
    `\nFields in the text: ${Object.values(FIELDS)
      .map(({ example }) => example)
      .join("  ")}\n-word and -field:value leave out what has them.`,
  );
  command.action((words: string[], options: SearchOptions) =>
    withFoundry(async (foundry) => {
      const { facetsText, searchText } = await import("./search-text.js");
      const query = words.map(quoted).join(" ");
      if (options.catalog.length > 0) {
        const answers = await foundry.searchCatalogs({
          query,
          catalogs: options.catalog,
          limit: Math.max(1, Math.min(100, options.limit)),
        });
        if (answers.catalogs.every(({ state }) => state === "offline")) process.exitCode = 1;
        const { catalogsText } = await import("./catalogs-text.js");
        print(options.json, answers, () => catalogsText(answers));
        return;
      }
      const { indexingReport } = await import("./indexing-report.js");
      const { report, clear } = indexingReport(process.stderr, options.json);
      const response = await foundry.search(requestOf(query, options), report);
      const isEmptyStore = response.total === 0 && (await foundry.search({ limit: 1 })).total === 0;
      clear();
      print(options.json, response, () =>
        [searchText(response, query, isEmptyStore), ...(options.facets ? [facetsText(response)] : [])].join("\n\n"),
      );
    }),
  );
}

function requestOf(query: string, options: SearchOptions): SearchRequest {
  const { kind, limit, offset, facet: facets, sort, order, cursor } = options;
  const terms = FLAGS.flatMap(([field]): SearchTerm[] => {
    const value = options[optionOf(field)] as string | undefined;
    return value === undefined
      ? []
      : readQuery(`${field}:${/[\s,]/.test(value) && field !== "element" ? `"${value}"` : value}`);
  });
  return {
    ...{ query, limit, offset, facets },
    ...(terms.length > 0 ? { terms } : {}),
    ...(kind ? { kinds: [kind] } : {}),
    ...(sort ? { sort } : {}),
    ...(order ? { order } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** The shell has taken the quotes away from a condition whose value holds a blank. */
function quoted(word: string): string {
  const [, start, value] = /^(-?\p{L}[\p{L}_]*:)([^"]*\s[^"]*)$/u.exec(word) ?? [];
  return start === undefined || value === undefined ? word : `${start}"${value}"`;
}

function facet(text: string, before: FacetChoice[]): FacetChoice[] {
  const [field = "", ...rest] = text.split("=");
  const known = FACET_FIELDS.find((name) => name === field);
  if (known !== undefined && rest.length > 0) return [...before, { field: known, value: rest.join("=") }];
  throw new InvalidArgumentError(`Write it as domain=chemistry; fields are ${FACET_FIELDS.join(", ")}.`);
}
