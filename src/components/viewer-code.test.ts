import { LitElement, html } from "lit";
import { find, read, settle } from "./testing/element.js";
import { ViewerCode } from "./viewer-code.js";

let load: () => Promise<{ draw: string }>;

class Viewer extends LitElement {
  readonly code = new ViewerCode(this, () => load());
  override render = () => html`${this.code.missing ? this.code.instead("It is not drawn.") : "drawn"}`;
  override updated = () => void this.code.get();
}
customElements.define("test-viewer", Viewer);

test("code that does not load is said to be missing, is not asked for by itself again, and comes when a person asks", async () => {
  let asked = 0;
  load = () => {
    asked++;
    return asked < 3 ? Promise.reject(new Error("Loading chunk 7 failed.")) : Promise.resolve({ draw: "it" });
  };
  const viewer = new Viewer();
  document.body.append(viewer);
  await settle(viewer);
  const root = viewer.shadowRoot as ShadowRoot;
  expect(read(find(root, ".problem"))).toBe("It is not drawn. Retry");
  viewer.requestUpdate();
  await settle(viewer);
  expect(asked).toBe(1);

  find(root, "button").click();
  await viewer.updateComplete;
  expect(root.querySelector("button")).toBeNull();
  await settle(viewer);
  expect([asked, read(find(root, ".problem"))]).toEqual([2, "It is not drawn. Retry"]);
  find(root, "button").click();
  await settle(viewer);
  expect(root.textContent).toContain("drawn");
  expect(root.querySelector(".problem")).toBeNull();
  expect(await viewer.code.get()).toEqual({ draw: "it" });
});
