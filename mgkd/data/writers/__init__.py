"""Writers: sentences in, a file out that its reader reads as the same sentences."""

from mgkd.data.writers.base import FileWriter, Writer, writers
from mgkd.data.writers.cluener import CluenerWriter
from mgkd.data.writers.conll import ConllWriter
from mgkd.data.writers.conll2012 import Conll2012Writer
from mgkd.data.writers.doccano import DoccanoWriter
from mgkd.data.writers.hf import HuggingFaceWriter
from mgkd.data.writers.jsonl import JsonLinesWriter
from mgkd.data.writers.label_studio import LabelStudioWriter
from mgkd.data.writers.markup import MarkupWriter
from mgkd.data.writers.text import TextWriter
from mgkd.data.writers.uner import UniversalNerWriter

__all__ = [
    "CluenerWriter",
    "Conll2012Writer",
    "ConllWriter",
    "DoccanoWriter",
    "FileWriter",
    "HuggingFaceWriter",
    "JsonLinesWriter",
    "LabelStudioWriter",
    "MarkupWriter",
    "TextWriter",
    "UniversalNerWriter",
    "Writer",
    "writers",
]
