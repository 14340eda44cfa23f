/** Where a page stands in its site, as the page says. */
export interface SitePlace {
  /** The site's root as a whole address. */
  root: string;
  source: "hub" | "static";
}

export function sitePlace(): SitePlace {
  const { root = "./", source } = document.documentElement.dataset;
  return { root: new URL(root, document.location.href).href, source: source === "hub" ? "hub" : "static" };
}
