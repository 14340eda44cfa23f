/**
 * Registers a custom element unless the page already has one of that name: a second registration throws, and two
 * entry points of one bundle (a widget and the side panel) may both ask for it.
 */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
