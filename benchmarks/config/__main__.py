"""Runs the comparison: `python -m benchmarks.config`."""

import sys

from benchmarks.config.command import main

sys.exit(main(sys.argv[1:]))
