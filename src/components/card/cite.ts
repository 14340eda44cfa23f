import type { ReactiveController, ReactiveControllerHost } from "lit";
import { t } from "../../core/translation.js";

const SHOWN_FOR = 3000;

/** Copies a text and says so for a moment. */
export class Copier implements ReactiveController {
  /** What to say beside the button. */
  said = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  async copy(given: string | Promise<string>): Promise<void> {
    let text: string;
    try {
      text = await given;
    } catch {
      this.#say(t("It could not be written; try again."));
      return;
    }
    try {
      await navigator.clipboard.writeText(text);
      this.#say("copied");
    } catch {
      this.#say(t("The browser did not allow copying."));
    }
  }

  #say(text: string): void {
    this.said = text;
    this.host.requestUpdate();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.said = "";
      this.host.requestUpdate();
    }, SHOWN_FOR);
  }
}
