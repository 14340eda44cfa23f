import type { Candidates, Flag } from "./candidates.js";

/** The shells that there is completion for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that teaches a shell what can follow each command. */
export const completionScript = (shell: Shell, all: readonly Candidates[]): string => WRITERS[shell](all);

const WRITERS: Record<Shell, (all: readonly Candidates[]) => string> = { bash, zsh, fish };

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const key = ({ words }: Candidates) => words.join(" ");

/** The words of the commands that are in a line, as far as they name one. */
const path = (all: readonly Candidates[]) =>
  all
    .filter(({ words }) => words.length > 0)
    .map((each) => quoted(key(each)))
    .join(" | ");

function bash(all: readonly Candidates[]): string {
  const cases = all.map((each) => {
    const words = [
      ...each.subcommands.map(({ name }) => name),
      ...each.flags.flatMap(({ names }) => names),
      ...each.choices,
    ];
    return `    ${quoted(key(each))}) words=${quoted(words.join(" "))} ;;`;
  });
  const values = all.flatMap((each) =>
    each.flags
      .filter(({ takesValue }) => takesValue)
      .flatMap((flag) =>
        flag.names.map((name) => `    ${quoted(`${key(each)} ${name}`)}) ${valueIn(flag)}; return ;;`),
      ),
  );
  return `# foundry-lab completion for bash: eval "$(foundry-lab completion bash)"
_foundry_lab() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' next words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${command:+$command }\${COMP_WORDS[i]}"
    case "$next" in ${path(all)}) command="$next" ;; esac
  done
  case "$command $previous" in
${values.join("\n")}
  esac
  case "$command" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _foundry_lab foundry-lab
`;
}

const valueIn = ({ choices }: Flag) =>
  choices.length === 0
    ? 'COMPREPLY=($(compgen -f -- "$current"))'
    : `COMPREPLY=($(compgen -W ${quoted(choices.join(" "))} -- "$current"))`;

function zsh(all: readonly Candidates[]): string {
  const described = (name: string, description: string) =>
    quoted(`${name.replaceAll(":", "\\:")}:${description.replaceAll("\\", "")}`);
  const cases = all.map((each) => {
    const words = each.subcommands.map(({ name, description }) => described(name, description));
    const flags = each.flags.flatMap(({ names, description }) => names.map((name) => described(name, description)));
    const choices = each.choices.map((word) => described(word, ""));
    return `    ${quoted(key(each))}) candidates=(${[...words, ...choices].join(" ")}); flags=(${flags.join(" ")}) ;;`;
  });
  const values = all.flatMap((each) =>
    each.flags
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ names, choices }) =>
        names.map((name) => {
          const offer = choices.length === 0 ? "_files" : `compadd -- ${choices.map(quoted).join(" ")}`;
          return `    ${quoted(`${key(each)} ${name}`)}) ${offer}; return ;;`;
        }),
      ),
  );
  return `#compdef foundry-lab
# foundry-lab completion for zsh: source <(foundry-lab completion zsh)
_foundry_lab() {
  local command='' following i
  local -a before flags
  before=("\${(@)words[2,CURRENT-1]}")
  for following in "\${before[@]}"; do
    case "\${command:+$command }$following" in (${path(all)}) command="\${command:+$command }$following" ;; esac
  done
  case "$command \${before[-1]}" in
${values.join("\n")}
  esac
  local -a candidates
  case "$command" in
${cases.join("\n")}
  esac
  if [[ "$PREFIX" == -* ]]; then
    _describe -o option flags
  elif (( \${#candidates} )); then
    _describe command candidates
    [[ -n "$command" ]] && _files
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _foundry_lab ]]; then
  _foundry_lab "$@"
else
  compdef _foundry_lab foundry-lab
fi
`;
}

function fish(all: readonly Candidates[]): string {
  const lines = all.flatMap((each) => {
    const condition = `-n ${quoted(`test "$(__foundry_lab_command)" = ${JSON.stringify(key(each))}`)}`;
    const start = `complete -c foundry-lab ${condition}`;
    return [
      ...each.subcommands.map(({ name, description }) => `${start} -f -a ${quoted(name)} -d ${quoted(description)}`),
      ...each.choices.map((word) => `${start} -f -a ${quoted(word)}`),
      ...each.flags.map(({ names, description, takesValue, choices }) => {
        const flags = names.map((name) =>
          name.startsWith("--") ? `-l ${quoted(name.slice(2))}` : `-s ${quoted(name.slice(1))}`,
        );
        const value = choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : takesValue ? " -r" : "";
        return `${start} ${flags.join(" ")}${value} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# foundry-lab completion for fish: foundry-lab completion fish | source
function __foundry_lab_command
    set -l command
    for word in (commandline -opc)[2..-1]
        switch "$command $word"
            case ${all
              .filter(({ words }) => words.length > 0)
              .map(({ words }) => quoted(`${words.slice(0, -1).join(" ")} ${words.at(-1) ?? ""}`))
              .join(" ")}
                set command (string trim "$command $word")
        end
    end
    echo "$command"
end
${lines.join("\n")}
`;
}
