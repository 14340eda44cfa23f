import { Float64, Table, Utf8, vectorFromArray } from "apache-arrow";
import type { Column, ColumnStatistics, Filter } from "../../contracts/types.js";
import type { PageQuery, PlotData, TableDescription, TablePage, TableSource } from "../../core/sources.js";
import { find, place, read } from "../testing/element.js";
import { giveSize } from "../testing/layout.js";
import "./parity-element.js";
import type { ParityElement } from "./parity-element.js";
import { residuals } from "./parity-figures.js";
import { parityPairs } from "./parity-pairs.js";
import { worstRows } from "./worst-rows.js";

const number = (name: string, unit?: string): Column => ({ name, type: "double", ...(unit && { unit }) });

// Without a size nothing is drawn, and plotly is not fetched.
beforeAll(() => giveSize(0, 0));
afterEach(() => document.body.replaceChildren());

test("a prediction is known by its name, beside a true column of numbers", () => {
  expect(parityPairs([number("gap", "eV"), number("predicted gap"), number("error")])).toEqual([
    { truth: "gap", predicted: "predicted gap", unit: "eV", error: "error" },
  ]);
  expect(
    parityPairs([number("a"), number("a_pred"), number("b"), number("prediction_b"), number("error of b")]).map(
      ({ truth, error }) => [truth, error],
    ),
  ).toEqual([
    ["a", undefined],
    ["b", "error of b"],
  ]);
  expect(parityPairs([number("predicted gap"), { name: "gap", type: "string" }])).toEqual([]);
});

class Results implements TableSource {
  readonly description: TableDescription;
  readonly asked: (Filter | undefined)[] = [];

  constructor(
    private readonly truth: number[],
    private readonly predicted: (number | null)[],
  ) {
    this.description = {
      title: "forest",
      rows: truth.length,
      columns: [
        { name: "formula", type: "string" },
        number("gap", "eV"),
        number("predicted gap", "eV"),
        number("error", "eV"),
      ],
    };
  }

  page({ limit, view }: PageQuery): Promise<TablePage> {
    const [sort] = view?.sort ?? [];
    const rows = this.truth.map((gap, i) => ({
      formula: `M${i}`,
      gap,
      "predicted gap": this.predicted[i] ?? null,
      error: this.predicted[i] == null ? null : (this.predicted[i] ?? 0) - gap,
    }));
    // As a kernel sorts: what is missing comes last, either way.
    rows.sort((a, b) =>
      a.error === null || b.error === null
        ? Number(a.error === null) - Number(b.error === null)
        : (a.error - b.error) * (sort?.descending ? -1 : 1),
    );
    const shown = rows.slice(0, limit);
    const table = new Table({
      formula: vectorFromArray(
        shown.map(({ formula }) => formula),
        new Utf8(),
      ),
      gap: vectorFromArray(
        shown.map(({ gap }) => gap),
        new Float64(),
      ),
      "predicted gap": vectorFromArray(
        shown.map((row) => row["predicted gap"]),
        new Float64(),
      ),
      error: vectorFromArray(
        shown.map(({ error }) => error),
        new Float64(),
      ),
    });
    return Promise.resolve({ rows: table, offset: 0, total: rows.length, of: rows.length });
  }

  histogram(): Promise<ColumnStatistics> {
    return Promise.resolve({ name: "error", count: 2, missing: 0, min: -1, max: 3, mean: 1, std: Math.sqrt(8) });
  }

  plot(): Promise<PlotData> {
    const points = new Table({
      gap: vectorFromArray([1, 2], new Float64()),
      "predicted gap": vectorFromArray([0, 5], new Float64()),
    });
    return Promise.resolve({ id: 1, rows: 2, of: 2, points });
  }
}
const pair = { truth: "gap", predicted: "predicted gap" };

test("the worst rows come from both ends of the errors, each once", async () => {
  const many = new Results(
    Array.from({ length: 30 }, () => 0),
    Array.from({ length: 30 }, (_, i) => (i === 4 ? null : i - 12)),
  );
  const { names, rows } = await worstRows(many, pair, "error", undefined);
  expect(names).toEqual(["formula", "gap", "predicted gap", "error"]);
  expect(rows.map(([name]) => name?.text)).toEqual([
    "M29",
    "M28",
    "M27",
    "M26",
    "M25",
    "M24",
    "M0",
    "M23",
    "M1",
    "M22",
  ]);
  const few = await worstRows(new Results([0, 0, 0], [2, -3, null]), pair, "error", undefined);
  expect(few.rows.map(([name]) => name?.text)).toEqual(["M1", "M0"]);
  const errors = [2, -3, NaN, 2];
  const numbered = await worstRows(
    new Results([0, 0, 0, 0], [2, -3, null, 2]),
    pair,
    "error",
    undefined,
    undefined,
    errors,
  );
  expect(numbered.names[0]).toBe("row");
  expect(numbered.rows.map(([row, name]) => `${row?.text} ${name?.text}`).sort()).toEqual(["0 M0", "1 M1", "3 M3"]);
});

test("residuals are predicted less true values", async () => {
  expect(residuals(pair, await new Results([], []).plot())).toEqual([-1, 3]);
});

test("shows figures of the residuals and the worst rows", async () => {
  const { root } = await place<ParityElement>("foundry-parity", { source: new Results([1, 2], [0, 5]) });
  // The root of the mean square of -1 and 3, and their mean.
  expect(read(find(root, "p[role=status]"))).toBe("2 rows · RMSE 2.24 eV · mean error 1 eV");
  expect([...root.querySelectorAll("tbody tr")].map((row) => [...row.children].map(read))).toEqual([
    ["1", "M1", "2.000", "5.000", "3.000"],
    ["0", "M0", "1.000", "0.000", "−1.000"],
  ]);
  expect(find(root, ".plot").getAttribute("aria-label")).toBe("predicted gap against gap");
});
