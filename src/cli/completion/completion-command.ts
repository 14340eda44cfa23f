import { choiceArgument, type FoundryCommand } from "../foundry-command.js";
import { print } from "../terminal.js";
import { SHELLS, type Shell } from "./shell-scripts.js";

/** Declares `foundry-lab completion`. */
export function completionCommand(program: FoundryCommand): void {
  program
    .subcommand(
      "completion",
      "print a script by which a shell completes commands and options",
      'eval "$(foundry-lab completion bash)"',
      "source <(foundry-lab completion zsh)",
      "foundry-lab completion fish | source",
    )
    .addArgument(choiceArgument("<shell>", "the shell", SHELLS))
    .action(async (shell: Shell, { json }: { json: boolean }) => {
      const { candidatesOf } = await import("./candidates.js");
      const { completionScript } = await import("./shell-scripts.js");
      const script = completionScript(shell, candidatesOf(program));
      print(json, { shell, script }, () => script.trimEnd());
    });
}
