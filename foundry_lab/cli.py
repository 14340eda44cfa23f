"""The `foundry-lab` command: Node parses it, and calls `foundry_lab.command` for what Python carries out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with these arguments, or those of the process, and end the process."""
    try:
        from . import config
        from .hub import node

        command = node.command(*(sys.argv[1:] if arguments is None else arguments))
        environment = config.environment() | {"FOUNDRY_COMMAND_PYTHON": sys.executable}
        if os.name == "posix":
            os.execve(command[0], command, environment)
        import subprocess

        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        from .command.messages import report
        from .errors import FoundryError

        if not isinstance(error, FoundryError):
            raise
        report(error, as_json="--json" in sys.argv)
        sys.exit(1)


if __name__ == "__main__":
    main()
