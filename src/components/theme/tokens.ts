import { css } from "lit";

/**
 * Colours, type and spacing of every component, on JupyterLab's variables with fallbacks for a plain web page.
 * `light-dark()` follows the `color-scheme` that JupyterLab's themes set.
 */
export const tokens = css`
  :host {
    --foundry-bg: var(--jp-layout-color0, light-dark(#fff, #111));
    --foundry-fg: var(--jp-ui-font-color1, light-dark(rgb(0 0 0 / 87%), rgb(255 255 255 / 87%)));
    --foundry-bg-raised: color-mix(in srgb, var(--foundry-fg) 4%, var(--foundry-bg));
    --foundry-bg-hover: color-mix(in srgb, var(--foundry-fg) 9%, var(--foundry-bg));
    --foundry-fg-muted: color-mix(in srgb, var(--foundry-fg) 78%, transparent);
    --foundry-fg-faint: color-mix(in srgb, var(--foundry-fg) 70%, transparent);
    --foundry-border: color-mix(in srgb, var(--foundry-fg) 15%, var(--foundry-bg));
    --foundry-border-strong: color-mix(in srgb, var(--foundry-fg) 25%, var(--foundry-bg));
    --foundry-accent: light-dark(var(--jp-brand-color1, #1976d2), var(--jp-brand-color2, #64b5f6));
    --foundry-on-accent: var(--foundry-bg);
    --foundry-selected: color-mix(in srgb, var(--foundry-accent) 14%, var(--foundry-bg));
    --foundry-bar: light-dark(
      color-mix(in srgb, var(--foundry-accent) 50%, var(--foundry-bg)),
      color-mix(in srgb, var(--foundry-accent) 80%, var(--foundry-bg))
    );
    --foundry-input: var(--foundry-accent);
    --foundry-target: light-dark(#c2185b, #f48fb1);
    --foundry-mark: light-dark(#ffe08a, #5c4a12);
    --foundry-error: light-dark(var(--jp-error-color1, #d32f2f), var(--jp-error-color2, #e57373));
    --foundry-warn: light-dark(#8a5200, #ffb74d);
    --foundry-ok: light-dark(#2e7d32, #81c784);
    --foundry-font: var(
      --jp-ui-font-family,
      system-ui,
      -apple-system,
      "Segoe UI",
      Helvetica,
      Arial,
      sans-serif
    );
    --foundry-mono: var(--jp-code-font-family, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
    color: var(--foundry-fg);
    font: 13px/1.45 var(--foundry-font);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
