/** Finds texts in the components that a person reads and that do not go through the host's translator. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const SHOWN = new Set([
  "title",
  "aria-label",
  "placeholder",
  "alt",
  "aria-valuetext",
  "aria-description",
  "aria-roledescription",
]);
/** Names, units and signs that are the same in every language. */
const NAMES = new Set([
  "Arrow",
  "pandas",
  "SVG",
  "PNG",
  "CSV",
  "TSV",
  "JSON",
  "DOI",
  "ONNX",
  "Å",
  "Foundry",
  "ORCID",
  "BibTeX",
  "RIS",
  "APA",
  "DataCite",
  "Citation File Format",
  "UTC",
  "https://…",
  "RMSE",
  "min",
  "max",
  '"band gap"',
  "-glass",
  "unit:eV,meV",
]);
const HAS_WORD = /\p{L}{2,}/u;
const SENTENCE = /^\p{Lu}[\p{L}'’-]* \p{L}/u;

/** Text of a template's source, as a person reads it. */
export const words = (text) => text.replaceAll(/\s+/g, " ").trim();
const isText = (text) =>
  HAS_WORD.test(text.replaceAll(/&#?\w+;/g, "")) && !NAMES.has(words(text)) && !/^(https?:|\.|#|--)/.test(text);

/**
 * The texts of a file that are not translated.
 * @returns {{ kind: "segment" | "attribute" | "literal"; start: number; end: number; pieces: (string | ts.Expression)[]; text: string }[]}
 */
export function untranslated(file, source = readFileSync(file, "utf8")) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isStyle(node)) return;
    if (isTranslation(node)) {
      // The values of a translated text are texts too; the parts of a rich one are templates of their own.
      if (node.expression.getText() === "t")
        for (const value of node.arguments.slice(1)) found.push(...valuesIn(value).filter(hasText).map(literal));
      return node.arguments.slice(1).forEach(visit);
    }
    if (isMarkup(node)) found.push(...ofTemplate(node.template, source));
    else if (isString(node) && isLooseSentence(node)) found.push(literal(node));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...new Map(found.map((one) => [one.start, one])).values()].sort((a, b) => a.start - b.start);
}

const isTranslation = (node) =>
  ts.isCallExpression(node) &&
  (["t", "rich"].includes(node.expression.getText()) || /(^|\.)(__|_n)$/.test(node.expression.getText()));
/** Functions that put a text into the translator themselves. */
const TAKERS = new Set(["field"]);
const isArgumentOf = (node, names) => ts.isCallExpression(node.parent) && names.has(node.parent.expression.getText());
const isStyle = (node) => ts.isTaggedTemplateExpression(node) && node.tag.getText() === "css";
const isMarkup = (node) => ts.isTaggedTemplateExpression(node) && ["html", "svg"].includes(node.tag.getText());
const isString = (node) =>
  ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
const piecesOf = (node) =>
  ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.flatMap((span) => [span.expression, span.literal.text])]
    : [node.text];
const hasText = (node) =>
  isText(
    piecesOf(node)
      .filter((one) => typeof one === "string")
      .join(" "),
  );
const literal = (node) => ({
  kind: "literal",
  start: node.getStart(),
  end: node.getEnd(),
  pieces: piecesOf(node),
  text: node.getText(),
});

function isLooseSentence(node) {
  if (ts.isTaggedTemplateExpression(node.parent)) return false;
  const [first] = piecesOf(node);
  // A key of a table of texts is not text.
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return false;
  // Nor is what a table of texts holds, where it is translated when it is shown.
  if (inTable(node)) return false;
  if (isArgumentOf(node, TAKERS)) return false;
  const whole = piecesOf(node)
    .map((piece) => (typeof piece === "string" ? piece : "_"))
    .join("");
  // Begins or ends as a sentence does.
  return (
    (SENTENCE.test(words(first)) && !/[<>]/.test(first)) ||
    (/\p{L}{2,} \p{L}{2,}.*\.$/u.test(whole) && !/^[.\w-]+$/.test(whole))
  );
}

/** Whether a string stands in a constant of the module, which is made before there is a translator. */
function inTable(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at)) return false;
    if (ts.isVariableStatement(at)) return at.parent.kind === ts.SyntaxKind.SourceFile;
  }
  return false;
}

function ofTemplate(template, source) {
  const parts = partsOf(template, source);
  const found = [];
  let state = "text";
  let segment = [];
  let attribute = "";
  let quote = "";
  const flush = () => {
    const texts = segment.filter((piece) => typeof piece.text === "string");
    if (state === "text" && texts.some(({ text }) => isText(text))) found.push(spanOf("segment", segment));
    if (state === "value" && SHOWN.has(attribute) && texts.some(({ text }) => isText(text)))
      found.push({ ...spanOf("attribute", segment), quote });
    if (state === "text" || (state === "value" && SHOWN.has(attribute)))
      for (const piece of segment)
        if (piece.expression) found.push(...valuesIn(piece.expression).filter(hasText).map(literal));
    segment = [];
  };
  for (const part of parts) {
    if (part.expression) {
      if (state === "tag") {
        // An unquoted value.
        const name = attribute;
        if (SHOWN.has(name)) {
          state = "value";
          segment = [part];
          flush();
          state = "tag";
        }
      } else segment.push(part);
      continue;
    }
    let from = 0;
    const { text, start } = part;
    const take = (to) =>
      to > from && segment.push({ text: text.slice(from, to), start: start + from, end: start + to });
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (state === "text" && character === "<" && /[a-z/!]/i.test(text[at + 1] ?? "")) {
        take(at);
        flush();
        state = "tag";
        attribute = "";
      } else if (state === "tag" && character === ">") {
        state = "text";
        from = at + 1;
      } else if (state === "tag" && character === '"') {
        state = "value";
        quote = character;
        from = at + 1;
      } else if (state === "value" && character === '"') {
        take(at);
        flush();
        state = "tag";
        from = at + 1;
      } else if (state === "tag" && character === "=") attribute = /([^\s=]+)$/.exec(text.slice(0, at))?.[1] ?? "";
      else if (state === "tag" && /\s/.test(character)) attribute = "";
    }
    if (state !== "tag") take(text.length);
  }
  flush();
  return found;
}

function partsOf(template, source) {
  if (ts.isNoSubstitutionTemplateLiteral(template))
    return [{ text: source.slice(template.getStart() + 1, template.getEnd() - 1), start: template.getStart() + 1 }];
  const text = (node, tail) => ({
    text: source.slice(node.getStart() + 1, node.getEnd() - (tail ? 1 : 2)),
    start: node.getStart() + 1,
  });
  return [
    text(template.head, false),
    ...template.templateSpans.flatMap((span, i) => [
      { expression: span.expression, start: span.expression.getStart() - 2, end: span.expression.getEnd() + 1 },
      text(span.literal, i === template.templateSpans.length - 1),
    ]),
  ];
}

const spanOf = (kind, segment) => ({
  kind,
  start: segment[0].start,
  end: segment.at(-1).end,
  parts: segment,
  pieces: segment.map(({ text, expression }) => expression ?? text),
  text: segment.map(({ text, expression }) => text ?? `\${${expression.getText()}}`).join(""),
});

/** The strings that an expression may come to. */
function valuesIn(node) {
  if (isTranslation(node)) return [];
  if (isString(node)) return [node];
  if (ts.isParenthesizedExpression(node)) return valuesIn(node.expression);
  if (ts.isConditionalExpression(node)) return [...valuesIn(node.whenTrue), ...valuesIn(node.whenFalse)];
  if (ts.isBinaryExpression(node) && ["??", "||", "+"].includes(node.operatorToken.getText()))
    return [...valuesIn(node.left), ...valuesIn(node.right)];
  if (ts.isBinaryExpression(node) && node.operatorToken.getText() === "&&") return valuesIn(node.right);
  return [];
}

/** The files of a folder that draw what a person reads. */
export const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.ts$/.test(entry.name) &&
        !/\.test\.ts$|\.d\.ts$/.test(entry.name) &&
        !/testing$|theme$/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  let count = 0;
  for (const file of filesIn(join(root, "src/components")))
    for (const { start, text } of untranslated(file)) {
      const line = readFileSync(file, "utf8").slice(0, start).split("\n").length;
      console.log(`${relative(root, file)}:${line}: not translated: ${words(text).slice(0, 140)}`);
      count++;
    }
  if (count > 0)
    console.log(`${count} texts do not go through the translator: put them into t() of src/core/translation.ts.`);
  process.exitCode = count > 0 ? 1 : 0;
}
