/** The cartesian bundle of plotly, which has the interface of the basic one and more kinds of traces. */
declare module "plotly.js-cartesian-dist-min" {
  export * from "plotly.js";
  export * as default from "plotly.js";
}
