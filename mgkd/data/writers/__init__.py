"""Writers: sentences in, a file out that its reader reads as the same sentences."""

from mgkd.data.writers.base import Writer, writers
from mgkd.data.writers.conll import ConllWriter
from mgkd.data.writers.jsonl import JsonLinesWriter
from mgkd.data.writers.markup import MarkupWriter

__all__ = ["ConllWriter", "JsonLinesWriter", "MarkupWriter", "Writer", "writers"]
