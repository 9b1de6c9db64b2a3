"""``python -m itsm_docs``: the command line, where the console script is not on the path."""

from itsm_docs.cli import main

main()
