"""Readers: a file of some format in, sentences out."""

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.conll import ConllReader
from mgkd.data.readers.conll2012 import Conll2012Reader
from mgkd.data.readers.jsonl import JsonLinesReader
from mgkd.data.readers.markup import MarkupReader
from mgkd.data.readers.report import Finding, ReadReport
from mgkd.data.readers.tags import OnIllegal
from mgkd.data.readers.text import TextReader
from mgkd.data.readers.uner import UniversalNerReader

__all__ = [
    "Conll2012Reader",
    "ConllReader",
    "Finding",
    "JsonLinesReader",
    "MarkupReader",
    "OnIllegal",
    "OnProblem",
    "ReadReport",
    "Reader",
    "TextReader",
    "UniversalNerReader",
    "readers",
]
