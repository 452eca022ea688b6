"""Sentences: reading, tagging, counting and batching them. Knows nothing of torch."""

from mgkd.data.batching import Batches, bucketed_batches, sequential_batches
from mgkd.data.characters import in_characters
from mgkd.data.checking import CorpusCheck
from mgkd.data.corpus import Corpus, CorpusSplits, corpora
from mgkd.data.errors import DataError
from mgkd.data.labels import Labels
from mgkd.data.readers import (
    CluenerReader,
    Conll2012Reader,
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
    UniversalNerReader,
    readers,
)
from mgkd.data.repetition import KnownSentences, first_places
from mgkd.data.schemes import SCHEME_NAMES, SCHEMES, Repair, Scheme, SchemeName, scheme_named
from mgkd.data.sentence import Sentence, Span
from mgkd.data.splitters import CharacterSplitter, Splitter, Token, WordSplitter, splitters
from mgkd.data.statistics import CorpusSummary, Counts, SplitSummary, count
from mgkd.data.stored import Joined, StoredSentences, digest, lengths_of
from mgkd.data.vocabulary import Vocabulary
from mgkd.data.writers import (
    CluenerWriter,
    Conll2012Writer,
    ConllWriter,
    DoccanoWriter,
    FileWriter,
    HuggingFaceWriter,
    JsonLinesWriter,
    LabelStudioWriter,
    MarkupWriter,
    TextWriter,
    UniversalNerWriter,
    Writer,
    writers,
)

__all__ = [
    "SCHEMES",
    "SCHEME_NAMES",
    "Batches",
    "CharacterSplitter",
    "CluenerReader",
    "CluenerWriter",
    "Conll2012Reader",
    "Conll2012Writer",
    "ConllReader",
    "ConllWriter",
    "Corpus",
    "CorpusCheck",
    "CorpusSplits",
    "CorpusSummary",
    "Counts",
    "DataError",
    "DoccanoReader",
    "DoccanoWriter",
    "FileWriter",
    "Finding",
    "HuggingFaceReader",
    "HuggingFaceWriter",
    "Joined",
    "JsonLinesReader",
    "JsonLinesWriter",
    "KnownSentences",
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
    "StoredSentences",
    "TextReader",
    "TextWriter",
    "Token",
    "UniversalNerReader",
    "UniversalNerWriter",
    "Vocabulary",
    "WordSplitter",
    "Writer",
    "bucketed_batches",
    "corpora",
    "count",
    "digest",
    "first_places",
    "in_characters",
    "lengths_of",
    "readers",
    "scheme_named",
    "sequential_batches",
    "splitters",
    "writers",
]
