import { wholeNumber, type FoundryCommand } from "./foundry-command.js";
import { inPython } from "./python.js";

/** Commands for those who look around first. */
export function exampleCommands(program: FoundryCommand): void {
  inPython(
    program
      .subcommand(
        "demo",
        "open JupyterLab on the example packages, in a folder with a store of its own",
        "foundry-lab demo",
        "foundry-lab demo --no-browser --port 9999",
        "foundry-lab demo my-demo -- --LabApp.default_url=/lab",
      )
      .argument("[folder]", "where notebooks and store are put", "foundry-lab-demo")
      .argument("[flags...]", "for JupyterLab, after --")
      .option("--no-browser", "print the address, and open no browser")
      .option("--port <n>", "where JupyterLab listens", wholeNumber(0, 65_535)),
  );

  inPython(
    program
      .subcommand(
        "examples",
        "put the example packages, which travel with the installation, into the store",
        "foundry-lab examples",
        "foundry-lab examples matbench-expt-gap",
      )
      .argument("[names...]", "some of them; all by default")
      .withProgress(),
  );
}
