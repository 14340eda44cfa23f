import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { Finding } from "../../contracts/types.js";
import { formatCount } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { faultsOf } from "./missing-list.js";
import { submitBar } from "./submit-bar.js";

/** How far a publication is. */
export interface PublishProgress {
  step: string;
  done: number;
  total: number;
}

/** A version that is there. */
export interface Published {
  /** Its `name@version`. */
  reference: string;
  /** Whether it was there before, and holds the same. */
  unchanged: boolean;
}

/** A publication under way. */
export interface Publication {
  published: Promise<Published>;
  /** Ends it before its last step; nothing is published then. */
  stop(): void;
}

/** What a form waits for before it can publish. */
export interface Readiness {
  findings: readonly Finding[];
  /** Why it waits, where nothing is wrong; undefined where it need not. */
  waiting: string | undefined;
  /** Why nothing can be done any more. */
  stale: string | undefined;
  /** Begins the publication. */
  begin: (progress: (progress: PublishProgress) => void) => Publication;
  go: (pointer: string) => void;
}

/** What a form says of itself at its top. */
export function readinessText(findings: readonly Finding[], isChecked: boolean): string {
  const faults = faultsOf(findings).length;
  if (faults > 0) return formatCount(faults, "issue");
  if (!isChecked) return t("Reading…");
  return findings.length > 0 ? t("Ready; %1 missing", formatCount(findings.length, "recommended field")) : t("Ready");
}

/**
 * The end of a form that publishes: its button, the progress with a way to stop it, and what came of it. Its host fires
 * `foundry-published` with detail `{ reference }`.
 */
export class PublicationController implements ReactiveController {
  #published: Published | undefined;
  #problem: string | undefined;
  #progress: PublishProgress | undefined;
  #stopping = false;
  #running: Publication | undefined;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostConnected(): void {}

  get published(): Published | undefined {
    return this.#published;
  }

  /** Takes back what was said of the last publication, as the draft is another one. */
  forget(): void {
    this.#published = undefined;
    this.host.requestUpdate();
  }

  render(readiness: Readiness): TemplateResult {
    return html`${this.#problem ? html`<div class="problem" role="alert"><span>${this.#problem}</span></div>` : nothing}
    ${this.#progress ? this.#bar(this.#progress) : this.#button(readiness)}`;
  }

  #button({ findings, waiting, stale, begin, go }: Readiness): TemplateResult {
    const [first, ...others] = faultsOf(findings);
    const advice = first && t("Fix %1 first.", formatCount(1 + others.length, "issue"));
    return submitBar({
      label: t("Publish"),
      reason: stale ?? advice ?? waiting,
      submit: () => void this.#publish(begin),
      explain: () => {
        if (first?.pointer) go(first.pointer);
      },
      outcome: this.#published && html`<span class="done">${outcomeText(this.#published)}</span>`,
    });
  }

  #bar({ step, done, total }: PublishProgress): TemplateResult {
    const text = total > 0 ? `${step} ${Math.floor((100 * done) / total)} %` : step;
    return html`<div class="submit">
      <progress max=${total || 1} value=${done} aria-label=${t("Publishing")} aria-valuetext=${text}></progress>
      <span role="status">${text}</span>
      <button class="plain" ?disabled=${this.#stopping} @click=${() => this.#stop()}>■ ${this.#stopping ? t("Stopping…") : t("Cancel")}</button>
    </div>`;
  }

  #stop(): void {
    this.#stopping = true;
    this.#running?.stop();
    this.host.requestUpdate();
  }

  async #publish(begin: Readiness["begin"]): Promise<void> {
    if (this.#progress) return;
    this.#problem = undefined;
    this.#show({ step: t("starting"), done: 0, total: 0 });
    try {
      this.#running = begin((progress) => this.#show(progress));
      this.#published = await this.#running.published;
      const detail = { reference: this.#published.reference };
      this.host.dispatchEvent(new CustomEvent("foundry-published", { detail, bubbles: true, composed: true }));
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.#stopping = false;
      this.#running = undefined;
      this.#show(undefined);
    }
  }

  #show(progress: PublishProgress | undefined): void {
    this.#progress = progress;
    this.host.requestUpdate();
  }
}

const outcomeText = ({ reference, unchanged }: Published): string =>
  unchanged ? t("✓ %1 is there already and holds the same", reference) : t("✓ Published %1", reference);
