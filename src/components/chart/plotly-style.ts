import { css } from "lit";

/**
 * What plotly's own stylesheet does outside a shadow root, and the theme's colours: plotly writes colours into the
 * drawing, and only a rule marked important follows the theme without drawing again.
 */
export const plotlyStyle = css`
  .js-plotly-plot .plotly,
  .js-plotly-plot .plotly .svg-container {
    position: relative;
    direction: ltr;
  }
  .js-plotly-plot .main-svg {
    position: absolute;
    top: 0;
    left: 0;
    pointer-events: none;
    overflow: hidden;
  }
  .js-plotly-plot .main-svg .draglayer {
    pointer-events: all;
  }
  .js-plotly-plot text {
    font-family: var(--foundry-font) !important;
    fill: var(--foundry-fg-muted) !important;
    white-space: pre;
  }
  .js-plotly-plot .gridlayer path {
    stroke: var(--foundry-border) !important;
  }
  .js-plotly-plot .bars .point path {
    fill: var(--foundry-bar) !important;
  }
  .js-plotly-plot .hoverlayer path {
    fill: var(--foundry-bg) !important;
    stroke: var(--foundry-border-strong) !important;
  }
  .js-plotly-plot .hoverlayer text {
    fill: var(--foundry-fg) !important;
  }
`;
