import type { LogEntry } from "../contracts/types.js";
import { Lifecycle } from "./lifecycle.js";

let count = 0;
const entry = (action: LogEntry["action"], name = "gaps", more: Partial<LogEntry> = {}): LogEntry => ({
  ...{
    id: String((count += 1)).padStart(26, "0"),
    action,
    kind: "dataset",
    name,
    version: "1.0.0",
    at: "2026-01-01T00:00:00Z",
  },
  ...more,
});
const gaps = { kind: "dataset", name: "gaps", version: "1.0.0" } as const;
const after = (...actions: LogEntry["action"][]) => new Lifecycle(actions.map((action) => entry(action))).status(gaps);

test.each<[LogEntry["action"][], string, boolean]>([
  [[], "published", true],
  [["published"], "published", true],
  [["published", "deprecated"], "deprecated", true],
  [["published", "withdrawn"], "withdrawn", false],
  [["published", "withdrawn", "restored"], "published", true],
  [["published", "deprecated", "withdrawn"], "withdrawn", false],
  [["submitted"], "submitted", false],
  [["submitted", "in review"], "in review", false],
  [["submitted", "returned"], "returned", false],
  [["submitted", "accepted"], "accepted", true],
  [["submitted", "returned", "submitted", "accepted", "deprecated"], "deprecated", true],
  // Nothing lets a version in but a curator.
  [["submitted", "deprecated"], "deprecated", false],
  [["submitted", "withdrawn", "restored"], "submitted", false],
])("after %j a version is %s", (actions, state, visible) => {
  expect(after(...actions)).toMatchObject({ state, visible });
});

test("a kind's names are its own, and every name of a package leads to what was said under any of them", () => {
  const lifecycle = new Lifecycle([
    entry("published"),
    entry("deprecated", "gaps", { reason: "Old." }),
    entry("renamed", "gaps", { to: "band-gaps" }),
    entry("renamed", "band-gaps", { to: "gaps-of-solids" }),
    entry("withdrawn", "gaps-of-solids", { version: "2.0.0", reason: "Wrong." }),
  ]);
  for (const name of ["gaps", "band-gaps", "gaps-of-solids"]) {
    expect(lifecycle.currentName("dataset", name)).toBe("gaps-of-solids");
    expect(lifecycle.status({ ...gaps, name })).toMatchObject({
      name: "gaps-of-solids",
      state: "deprecated",
      reason: "Old.",
    });
    expect(lifecycle.isVisible({ ...gaps, name, version: "2.0.0" })).toBe(false);
  }
  expect(lifecycle.currentName("model", "gaps")).toBe("gaps");
  expect(lifecycle.ofPackage("dataset", "gaps")).toEqual({ renamedTo: "gaps-of-solids", versions: [] });
  expect(lifecycle.ofPackage("dataset", "gaps-of-solids")).toMatchObject({
    formerNames: ["gaps", "band-gaps"],
    versions: [
      { version: "1.0.0", state: "deprecated", reason: "Old." },
      { version: "2.0.0", state: "withdrawn" },
    ],
  });
  expect(lifecycle.ofPackage("dataset", "other")).toBeUndefined();
});

test("a name that is noted of a package that came under another keeps what is known of it", () => {
  const lifecycle = new Lifecycle([entry("submitted"), entry("renamed", "band-gaps", { to: "gaps" })]);
  for (const name of ["gaps", "band-gaps"])
    expect(lifecycle.status({ ...gaps, name })).toMatchObject({ name: "gaps", state: "submitted", visible: false });
});
