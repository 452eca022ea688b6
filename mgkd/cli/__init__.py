"""The command line. Importing it imports neither torch nor transformers."""

from mgkd.cli.app import main

__all__ = ["main"]
