"""``python -m luylau`` is the command line."""

from luylau.cli import main

main()
