"""Linear-chain conditional random fields: distributions over label sequences."""

from mgkd.crf.chain import LinearChain
from mgkd.crf.results import BestPath, BestPaths
from mgkd.crf.validation import RowError

__all__ = ["BestPath", "BestPaths", "LinearChain", "RowError"]
