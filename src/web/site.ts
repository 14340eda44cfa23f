import { define } from "../components/define.js";
import { addCopyButtons } from "./copy-buttons.js";
import { SitePreviewElement } from "./site-preview-element.js";
import { SiteSearchElement } from "./site-search-element.js";
import { SiteTryElement } from "./site-try-element.js";

define("foundry-site-preview", SitePreviewElement);
define("foundry-site-search", SiteSearchElement);
define("foundry-site-try", SiteTryElement);
addCopyButtons(document);
