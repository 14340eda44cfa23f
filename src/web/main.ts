import "./page-element.js";
