"""Runs the comparison: `python -m benchmarks.crf`."""

import sys

from benchmarks.crf.command import main

sys.exit(main(sys.argv[1:]))
