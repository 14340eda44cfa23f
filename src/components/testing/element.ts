import type { LitElement } from "lit";

/** Waits until nothing more is loaded or drawn. */
export async function settle(element: LitElement): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  }
}

/** Puts an element with these properties on the page; `root` is what it draws into. */
export async function place<T extends LitElement>(
  tag: string,
  properties: Partial<T>,
): Promise<{ element: T; root: ShadowRoot }> {
  const element = document.createElement(tag) as unknown as T;
  Object.assign(element, properties);
  document.body.append(element);
  await settle(element);
  if (!element.shadowRoot) throw new Error(`${tag} drew nothing`);
  return { element, root: element.shadowRoot };
}

/** Text as a person reads it. */
export const read = (node: Element | null | undefined): string | undefined =>
  node?.textContent.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();

/** Finds by selector; a test that needs the element fails where it is missing. */
export function find(root: ParentNode, selector: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`there is no ${selector}`);
  return found;
}

/** Details of every event of a type that an element fires. */
export function heard(element: HTMLElement, type: string): unknown[] {
  const details: unknown[] = [];
  element.addEventListener(type, (event) => details.push((event as CustomEvent<unknown>).detail));
  return details;
}

/** Chooses an option of a select, as a person does. */
export function choose(root: ParentNode, label: string, value: string): void {
  const select = find(root, `select[aria-label="${label}"]`) as HTMLSelectElement;
  select.value = value;
  if (select.value !== value) throw new Error(`${label} has no option ${value}`);
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Presses a key. */
export const press = (target: Element, key: string, more: KeyboardEventInit = {}): boolean =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more }));
