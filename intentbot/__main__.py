"""``python -m intentbot``: the command line."""

import sys

from intentbot.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
