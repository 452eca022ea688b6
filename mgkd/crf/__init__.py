"""Linear-chain conditional random fields: distributions over label sequences."""

from mgkd.crf.chain import LinearChain
from mgkd.crf.results import BestPath, BestPaths

__all__ = ["BestPath", "BestPaths", "LinearChain"]
