import { marked } from "marked";
import { citationTexts } from "./citation.js";
import { formatBytes, formatCount } from "./quantities.js";
import { readme } from "./readme.js";
import { datasetManifest, modelManifest } from "./testing/manifests.js";

const HOSTILE = `<img src=x onerror=alert(1)> [click](javascript:alert(1)) | a | b\n# heading \`code\` </td>`;

test("says license, citation, splits, and each column with unit and role", () => {
  const page = readme(datasetManifest());
  expect(page).toContain("# Experimental band gaps\n");
  expect(page).toContain("- **License:** CC-BY-4.0");
  expect(page).toContain("| train | 4,604 | data/train.parquet |  |");
  expect(page).toContain("| gap | double | eV | target |  |");
  expect(page).toContain("J. Gaps 1, 2 (2020). https://doi.org/10.1000/gaps");
});

test("says what a model takes, gives and was trained on", () => {
  const page = readme(modelManifest({ card: "Good below 5 eV.\n\n- one\n- two" }));
  expect(page).toContain("| density | g/cm3 | X (FP32) |  |");
  expect(page).toContain("- `band-gaps@1.0.0`, split train");
  expect(page).toContain("| mae | 0.41 | eV | band-gaps | test |");
  expect(page).toContain("## Model card\n\nGood below 5 eV.\n\n- one\n- two");
});

test("says how a model runs, what it is for, where it fails, and its steps", () => {
  const page = readme(
    modelManifest({
      intendedUse: "Screening.",
      limits: "No oxides.",
      format: "pipeline",
      steps: [{ model: "a@1.0.0", sha256: "a".repeat(64) }],
    }),
  );
  expect(page).toContain("## How it runs\n\nPublished models, one after the other");
  expect(page).toContain("1. `a@1.0.0`");
  expect(page).toContain("## Intended use\n\nScreening.");
  expect(page).toContain("## Limits\n\nNo oxides.");
  expect(readme(modelManifest({ format: "python" }))).toContain("only after you trust this version");
});

test("text of others brings no markup, no row and no script along", () => {
  const dataset = datasetManifest({
    title: HOSTILE,
    description: HOSTILE,
    license: HOSTILE,
    keywords: [HOSTILE],
    authors: [{ name: HOSTILE }],
    citations: [{ text: HOSTILE }],
    columns: [{ name: HOSTILE, type: HOSTILE, unit: "<b>", description: HOSTILE }],
  });
  const html = marked.parse(readme(dataset), { async: false });
  expect(html).not.toMatch(/<img|<script|href="javascript|<b>|<code>code/);
  expect(html.match(/<h1>/g)).toHaveLength(1);
  expect(html.match(/<table>/g)).toHaveLength(2);
  expect(html.match(/<tr>/g)).toHaveLength(4);
  // What was written is still there to be read.
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
});

test("a model card keeps its Markdown but not its HTML", () => {
  const card =
    "## Use\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) ![i](&#106;avascript:x) [ok](https://a.b/c?d=e:f) [near](data/x.csv)\n\n[c]: data:text/html,x\n[c]";
  const html = marked.parse(readme(modelManifest({ card })), { async: false });
  expect(html).toContain("<h2>Use</h2>");
  expect(html).not.toMatch(/<script|(?:href|src)="(?:javascript|data:|&)/i);
  expect(html).toContain('href="https://a.b/c?d=e:f"');
  expect(html).toContain('href="data/x.csv"');
});

test("a package that names no work is cited by itself", () => {
  const [text] = citationTexts(datasetManifest({ citations: [], doi: "10.1000/x" }));
  expect(text).toBe(
    "A. Person. Experimental band gaps (version 1.0.0) [Data set band-gaps], 2026. https://doi.org/10.1000/x",
  );
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [58_300, "58 kB"],
  [999_600, "1.0 MB"],
  [1_234_567_890, "1.2 GB"],
])("writes %d bytes for people", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("counts say what they count", () => {
  expect(formatCount(1, "row")).toBe("1 row");
  expect(formatCount(4604, "row")).toBe("4,604 rows");
});
