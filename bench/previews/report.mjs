// One table for each size: medians, and what they are beside the floor.
import { quantile } from "../timing.mjs";

const median = (values) => (values.length > 0 ? quantile(values, 0.5) : undefined);
const shown = (value, digits = 0) => (value === undefined ? "-" : value.toFixed(digits));

export function reportAll({ rows, columns, turns }, { results, cold, memory, failed, viewers }) {
  const floor = Object.entries(viewers).find(([, viewer]) => viewer.floor)?.[0];
  const base = median(results[floor].map(({ first }) => first));
  const heads = [
    "first rows ms",
    "x floor",
    "jump at once",
    "to middle ms",
    "brush ms",
    "next steps ms",
    "frame ms",
    "p99 ms",
    "> 50 ms",
    "CPU ms/frame",
    "elements",
    "kernel MB",
    "import MB",
    "page MB",
    "heap MB",
  ];
  console.log(`\n${rows.toLocaleString("en")} rows x ${columns} columns, median of ${turns}`);
  console.log(`${"".padEnd(36)}${heads.map((head) => head.padStart(14)).join("")}`);
  for (const [name, warm] of Object.entries(results)) {
    // A viewer that works once on a page only is judged by that.
    const runs = warm.length > 0 || !cold[name] ? warm : [cold[name]];
    if (runs.length === 0) {
      console.log(`${name.padEnd(36)}  ${failed[name]}`);
      continue;
    }
    const of = (key) => median(runs.flatMap((run) => (run[key] === undefined ? [] : [run[key]])));
    const frames = runs.flatMap((run) => run.frames);
    const { kernel, imported, resident, heap } = memory[name] ?? {};
    const values = [
      shown(of("first")),
      shown(of("first") / base, 2),
      shown(of("early")),
      shown(of("jump")),
      shown(of("brush")),
      shown(of("brushing")),
      shown(median(frames), 1),
      shown(quantile(frames, 0.99), 1),
      `${((100 * frames.filter((time) => time > 50).length) / frames.length).toFixed(1)} %`,
      shown(of("work"), 2),
      shown(of("elements")),
      shown(kernel, 1),
      shown(imported, 1),
      shown(resident, 0),
      shown(heap, 1),
    ];
    console.log(
      `${(runs === warm ? name : `${name} (first use only)`).padEnd(36)}${values.map((value) => value.padStart(14)).join("")}`,
    );
  }
  for (const [name, reason] of Object.entries(failed)) console.log(`  ${name}: ${reason}`);
  for (const [name, runs] of Object.entries(results))
    if (!viewers[name].noBrush && runs.length > 0 && runs.every((run) => run.brush === undefined))
      console.log(`  ${name} was not brushed: its headers drew no distributions here`);
  for (const [name, { noJump, noBrush }] of Object.entries(viewers)) {
    if (!results[name]) continue;
    if (noJump) console.log(`  ${name} has no jump: ${noJump}`);
    if (noBrush) console.log(`  ${name} has no brush: ${noBrush}`);
  }
}
