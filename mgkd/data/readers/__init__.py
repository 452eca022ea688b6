"""Readers: a file of some format in, sentences out."""

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.columns import ColumnReader
from mgkd.data.readers.json_lines import JsonLinesReader
from mgkd.data.readers.markup import MarkupReader, to_markup, write_markup
from mgkd.data.readers.report import Finding, ReadReport
from mgkd.data.readers.text import TextReader

__all__ = [
    "ColumnReader",
    "Finding",
    "JsonLinesReader",
    "MarkupReader",
    "OnProblem",
    "ReadReport",
    "Reader",
    "TextReader",
    "readers",
    "to_markup",
    "write_markup",
]
