"""``python -m openasylum``: the command line, where the command itself is not on the path."""

import sys

from openasylum.cli import main

if __name__ == "__main__":
    sys.argv[0] = "openasylum"
    main()
