"""Readers: a file of some format in, sentences out."""

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.cluener import CluenerReader
from mgkd.data.readers.conll import ConllReader
from mgkd.data.readers.conll2012 import Conll2012Reader
from mgkd.data.readers.doccano import DoccanoReader
from mgkd.data.readers.hf import HuggingFaceReader
from mgkd.data.readers.jsonl import JsonLinesReader
from mgkd.data.readers.label_studio import LabelStudioReader
from mgkd.data.readers.markup import MarkupReader
from mgkd.data.readers.report import Finding, ReadReport
from mgkd.data.readers.tags import OnIllegal
from mgkd.data.readers.text import TextReader
from mgkd.data.readers.uner import UniversalNerReader

__all__ = [
    "CluenerReader",
    "Conll2012Reader",
    "ConllReader",
    "DoccanoReader",
    "Finding",
    "HuggingFaceReader",
    "JsonLinesReader",
    "LabelStudioReader",
    "MarkupReader",
    "OnIllegal",
    "OnProblem",
    "ReadReport",
    "Reader",
    "TextReader",
    "UniversalNerReader",
    "readers",
]
