"""Searching for settings: trials of one config, chosen by what its dev split says."""

from mgkd.sweep.search.base import Base, load_base
from mgkd.sweep.search.search import Search
from mgkd.sweep.search.space import Dimension, dimension
from mgkd.sweep.search.study import Study, Trial
from mgkd.sweep.search.summary import trials_table, write_summary

__all__ = [
    "Base",
    "Dimension",
    "Search",
    "Study",
    "Trial",
    "dimension",
    "load_base",
    "trials_table",
    "write_summary",
]
