"""Writers: sentences in, a file out that its reader reads as the same sentences."""

from mgkd.data.writers.base import Writer, writers
from mgkd.data.writers.conll import ConllWriter
from mgkd.data.writers.conll2012 import Conll2012Writer
from mgkd.data.writers.jsonl import JsonLinesWriter
from mgkd.data.writers.markup import MarkupWriter
from mgkd.data.writers.uner import UniversalNerWriter

__all__ = [
    "Conll2012Writer",
    "ConllWriter",
    "JsonLinesWriter",
    "MarkupWriter",
    "UniversalNerWriter",
    "Writer",
    "writers",
]
