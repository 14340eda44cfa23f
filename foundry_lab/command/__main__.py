"""The one entry of the `foundry-lab` command into Python: a subcommand and its parsed options, as JSON."""

from __future__ import annotations

import sys

#: The function that carries out each subcommand; its one argument is a struct of options.
_FUNCTIONS = {
    "check": "check_commands.check",
    "export-mdf": "check_commands.export_submission",
    "prepare": "prepare_command.prepare_package",
    "publish-benchmark": "benchmark_commands.publish",
    "leaderboard": "benchmark_commands.leaderboard",
    "export-benchmark": "benchmark_commands.export",
    "submit": "benchmark_commands.submit",
    "reproduce": "reproduce_command.reproduce",
    "reproduce-here": "reproduce_command.reproduce_here",
    "publish-model": "publish_model_command.publish",
    "predict": "predict_command.predict",
    "deploy": "deploy_command.deploy",
    "demo": "demo_command.demo",
    "examples": "examples_command.publish_examples",
}


def main(request: str) -> int:
    """Carry out a subcommand, say what is wrong in one sentence or as a problem, and return the exit status."""
    as_json = True
    try:
        import warnings
        from importlib import import_module
        from typing import Any, get_type_hints

        import msgspec

        from ..errors import FoundryError, FoundryWarning
        from .messages import note, report

        call: dict[str, Any] = msgspec.json.decode(request)
        as_json = call["options"].get("json", False)
        try:
            module, _, name = _FUNCTIONS[call["command"]].partition(".")
            function = getattr(import_module(f".{module}", __package__), name)
            kind = get_type_hints(function)["options"]
            # Of what msgspec does not know itself, options only hold paths.
            options = msgspec.convert(call["options"], kind, dec_hook=lambda path, text: path(text))
            with warnings.catch_warnings(record=True) as records:
                warnings.simplefilter("ignore")
                warnings.simplefilter("always", FoundryWarning)
                status: int = function(options)
            for text in dict.fromkeys(str(warning.message) for warning in records):
                note(text, as_json=as_json)
            return status
        except FoundryError as error:
            report(error, as_json=as_json)
            return 1
        except BrokenPipeError:
            # Whoever reads may stop reading, as `head` does.
            sys.stdout = None
            return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
