"""Published corpora: which there are, under which licences, and how they come into a folder."""

from mgkd.data.obtaining.catalogue import (
    ClosedCorpus,
    Entry,
    OpenCorpus,
    RemoteFile,
    entry_named,
)
from mgkd.data.obtaining.closed_corpora import CLOSED
from mgkd.data.obtaining.obtain import Progress, obtain
from mgkd.data.obtaining.open_corpora import OPEN

CATALOGUE: tuple[Entry, ...] = (*OPEN, *CLOSED)

__all__ = [
    "CATALOGUE",
    "ClosedCorpus",
    "Entry",
    "OpenCorpus",
    "Progress",
    "RemoteFile",
    "entry_named",
    "obtain",
]
