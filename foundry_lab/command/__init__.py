"""The subcommands of `foundry-lab` that Python carries out."""
