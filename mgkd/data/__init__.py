"""Sentences: reading, tagging, counting and batching them. Knows nothing of torch."""

from mgkd.data.batching import bucketed_batches, sequential_batches
from mgkd.data.corpus import Corpus, CorpusSplits, corpora, digest
from mgkd.data.errors import DataError
from mgkd.data.labels import Labels
from mgkd.data.readers import (
    ColumnReader,
    Finding,
    JsonLinesReader,
    MarkupReader,
    OnProblem,
    Reader,
    ReadReport,
    TextReader,
    readers,
    to_markup,
    write_markup,
)
from mgkd.data.schemes import SCHEMES, Repair, Scheme, SchemeName, scheme_named
from mgkd.data.sentence import Sentence, Span
from mgkd.data.splitters import CharacterSplitter, Splitter, Token, WordSplitter, splitters
from mgkd.data.statistics import CorpusSummary, SplitSummary
from mgkd.data.vocabulary import Vocabulary
from mgkd.data.writers import write_columns

__all__ = [
    "SCHEMES",
    "CharacterSplitter",
    "ColumnReader",
    "Corpus",
    "CorpusSplits",
    "CorpusSummary",
    "DataError",
    "Finding",
    "JsonLinesReader",
    "Labels",
    "MarkupReader",
    "OnProblem",
    "ReadReport",
    "Reader",
    "Repair",
    "Scheme",
    "SchemeName",
    "Sentence",
    "Span",
    "SplitSummary",
    "Splitter",
    "TextReader",
    "Token",
    "Vocabulary",
    "WordSplitter",
    "bucketed_batches",
    "corpora",
    "digest",
    "readers",
    "scheme_named",
    "sequential_batches",
    "splitters",
    "to_markup",
    "write_columns",
    "write_markup",
]
