import { html, type TemplateResult } from "lit";

/** A titled part of a form. */
export const formSection = (title: string, content: unknown): TemplateResult =>
  html`<section class="part" aria-label=${title}><h3>${title}</h3>${content}</section>`;
