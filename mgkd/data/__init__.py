"""Sentences: reading, tagging, counting and batching them. Knows nothing of torch."""

from mgkd.data.batching import bucketed_batches, sequential_batches
from mgkd.data.characters import in_characters
from mgkd.data.corpus import Corpus, CorpusSplits, corpora, digest
from mgkd.data.errors import DataError
from mgkd.data.labels import Labels
from mgkd.data.readers import (
    CluenerReader,
    ConllReader,
    DoccanoReader,
    Finding,
    HuggingFaceReader,
    JsonLinesReader,
    LabelStudioReader,
    MarkupReader,
    OnIllegal,
    OnProblem,
    Reader,
    ReadReport,
    TextReader,
    readers,
)
from mgkd.data.schemes import SCHEMES, Repair, Scheme, SchemeName, scheme_named
from mgkd.data.sentence import Sentence, Span
from mgkd.data.splitters import CharacterSplitter, Splitter, Token, WordSplitter, splitters
from mgkd.data.statistics import CorpusSummary, SplitSummary
from mgkd.data.vocabulary import Vocabulary
from mgkd.data.writers import (
    CluenerWriter,
    ConllWriter,
    DoccanoWriter,
    HuggingFaceWriter,
    JsonLinesWriter,
    LabelStudioWriter,
    MarkupWriter,
    TextWriter,
    Writer,
    writers,
)

__all__ = [
    "SCHEMES",
    "CharacterSplitter",
    "CluenerReader",
    "CluenerWriter",
    "ConllReader",
    "ConllWriter",
    "Corpus",
    "CorpusSplits",
    "CorpusSummary",
    "DataError",
    "DoccanoReader",
    "DoccanoWriter",
    "Finding",
    "HuggingFaceReader",
    "HuggingFaceWriter",
    "JsonLinesReader",
    "JsonLinesWriter",
    "LabelStudioReader",
    "LabelStudioWriter",
    "Labels",
    "MarkupReader",
    "MarkupWriter",
    "OnIllegal",
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
    "TextWriter",
    "Token",
    "Vocabulary",
    "WordSplitter",
    "Writer",
    "bucketed_batches",
    "corpora",
    "digest",
    "in_characters",
    "readers",
    "scheme_named",
    "sequential_batches",
    "splitters",
    "writers",
]
