import { define } from "../components/define.js";
import { PageElement } from "./page-element.js";

define("foundry-page", PageElement);
