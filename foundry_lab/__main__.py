"""`python -m foundry_lab` is the command `foundry-lab`."""

from .cli import main

main()
