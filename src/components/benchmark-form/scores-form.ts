import { html, type TemplateResult } from "lit";
import type { BenchmarkChoices, Finding, MetricDraft } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { choiceField } from "../form/choice-field.js";
import { formField } from "../form/form-field.js";
import { selectField } from "../form/select-field.js";

/** What entries are scored by, and what changes that. */
export interface ScoresForm {
  metrics: readonly MetricDraft[];
  choices: BenchmarkChoices;
  task: string;
  problems: readonly Finding[];
  change: (metrics: MetricDraft[]) => void;
}

/** Metrics that fit the task, which of them orders the leaderboard, and one of one's own. */
export function scoresForm({ metrics, choices, task, problems, change }: ScoresForm): TemplateResult {
  const own = metrics.find(({ expression }) => expression !== undefined);
  const named = metrics.flatMap(({ name, expression }) => (expression === undefined ? [name] : []));
  const fitting = choices.metrics.filter((metric) => metric.task === task || named.includes(metric.name));
  const edit = (part: Partial<MetricDraft>) => {
    const next = { name: "", expression: "", ...own, ...part };
    const others = metrics.filter((metric) => metric !== own);
    change(next.name || next.expression ? [...others, next] : others);
  };
  return html`${choiceField({
    ...{ label: t("Metrics"), pointer: "/metrics", chosen: named, problems },
    options: fitting.map(({ name, higherIsBetter }) => [name, higherIsBetter ? "↑" : "↓"] as const),
    change: (chosen) => change([...chosen.map((name) => ({ name })), ...(own ? [own] : [])]),
  })}
  <div class="fields">
    ${
      metrics.length > 1
        ? selectField({
            ...{ label: t("Leaderboard by"), pointer: "/order", value: metrics[0]?.name ?? "", problems: [] },
            options: metrics.map(({ name }) => [name, name] as const).sort(([a], [b]) => a.localeCompare(b)),
            change: (name) => change([...metrics].sort((a, b) => Number(b.name === name) - Number(a.name === name))),
          })
        : html``
    }
    ${formField({ ...{ label: t("Own metric"), pointer: "/own/name", value: own?.name ?? "", placeholder: t("its name"), problems: [] }, change: (name) => edit({ name }) })}
    ${formField({ ...{ label: t("Its expression of y and p"), pointer: "/own/expression", value: own?.expression ?? "", placeholder: t("mean(abs(p - y))"), problems: [] }, change: (expression) => edit({ expression }) })}
  </div>`;
}
