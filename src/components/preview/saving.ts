import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { Column, View } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { TableDescription, TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { download } from "../download.js";
import { saveRows, type SaveFormat } from "../table/save-rows.js";

const TYPES: Record<SaveFormat, string> = {
  csv: "text/csv",
  parquet: "application/vnd.apache.parquet",
  arrow: "application/vnd.apache.arrow.file",
};
const ENDINGS = /\.(parquet|pq|arrows?|feather|ipc|csv|tsv|jsonl|ndjson|xlsx)(\.gz)?$/i;

/** What a table is called as a file, without an ending. */
export function fileStem({ title, reference, split }: TableDescription): string {
  const name = reference ? [reference.replace(/@.*$/, ""), split].filter(Boolean).join("-") : title;
  const stem = name
    .replace(ENDINGS, "")
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "");
  return stem || "table";
}

/** Writes what is shown to a file, and keeps how far it is. */
export class Saving {
  #state: TemplateResult | undefined;
  #running: AbortController | undefined;

  constructor(private readonly host: ReactiveControllerHost) {}

  /** Rows of a view in the columns that are shown, in their order. */
  async save(
    source: TableSource,
    view: View | undefined,
    columns: readonly Column[],
    format: SaveFormat,
  ): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const name = `${fileStem(source.description)}.${format}`;
    const say = (text: string, role: "status" | "alert" = "status") => {
      if (this.#running === running) this.#show(text, role, running);
    };
    say(t("Saving %1…", name));
    const progress = (rows: number, of: number) =>
      say(t("Saving %1: %2 of %3 rows", name, formatNumber(rows), formatNumber(of)));
    try {
      const written = await saveRows(source, view, columns, format, { signal: running.signal, progress });
      running.signal.throwIfAborted();
      download(name, written.parts, TYPES[format]);
      const saved = t("Saved %1: %2 rows.", name, formatNumber(written.rows));
      this.#end(running, [saved, written.note].filter(Boolean).join(" "));
    } catch (error) {
      if (running.signal.aborted) this.#end(running, t("%1 was not saved.", name));
      else this.#end(running, error instanceof Error ? error.message : String(error), "alert");
    }
  }

  render(): TemplateResult | typeof nothing {
    return this.#state ?? nothing;
  }

  #end(running: AbortController, text: string, role: "status" | "alert" = "status"): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#show(text, role);
  }

  #show(text: string, role: "status" | "alert", running?: AbortController): void {
    const close = () => {
      this.#state = undefined;
      this.host.requestUpdate();
    };
    const button = running
      ? html`<button class="plain" @click=${() => running.abort()}>${t("Stop")}</button>`
      : html`<button class="plain" aria-label=${t("Close")} title=${t("Close")} @click=${close}>✕</button>`;
    this.#state = html`<div class=${role === "alert" ? "problem" : "note saving"}>
      <span role=${role}>${text}</span>${button}
    </div>`;
    this.host.requestUpdate();
  }
}
