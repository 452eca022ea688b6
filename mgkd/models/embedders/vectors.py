"""Pretrained vectors of words, from a file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from pydantic import NonNegativeInt
from torch import Tensor, nn

from mgkd.config import Arguments, Problem, UserError
from mgkd.config.english import counted
from mgkd.config.leaves import Fraction
from mgkd.data import Sentence, Vocabulary
from mgkd.data.readers.base import trouble_with
from mgkd.files import read_json, write_json
from mgkd.models.batch import pad_ids
from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.embedders.vector_files import digest_of, read_vectors
from mgkd.models.embedders.vector_formats import VectorFormat

ASSETS = "vectors.json"


@dataclass(frozen=True)
class VectorInputs:
    """words: [B, T] vocabulary ids, 0 on padding."""

    words: Tensor

    def to(self, device: torch.device) -> "VectorInputs":
        return VectorInputs(self.words.to(device))


@dataclass(frozen=True)
class Coverage:
    """How a file of vectors served.

    Attributes:
        share: of the training sentences' tokens that have a row, from 0 to 1.
        repeated: rows left out, as their word had stood before.
        unusable: rows of words that are not UTF-8, or empty.
    """

    share: float
    repeated: int
    unusable: int

    def __str__(self) -> str:
        text = f"{self.share:.1%} of the training tokens"
        if self.repeated:
            text += f", {counted(self.repeated, 'repeated row')} left out"
        if self.unusable:
            text += f", {counted(self.unusable, 'row')} without a word in UTF-8"
        return text


def file_is_there(config: Arguments) -> Iterator[Problem]:
    trouble = trouble_with(config["file"])
    if trouble:
        yield config.problem("file", trouble)


@embedders.register("vectors")
class PretrainedVectors(Embedder):
    """Vectors from a file, as word2vec, GloVe and fastText publish them.

    A token has the row of its own spelling, or else of its lowercased one; without either it has
    the vector for unknown tokens, which is trained. Of the file, which is read once and never held
    whole, those rows are kept that the training sentences' tokens ask for, in both spellings, and
    the first `extra_rows`. They are saved with the run, which needs the file no more.

    Formats: "word2vec", text with a header of rows and columns, also that of fastText's .vec (its
    .bin is not read); "word2vec_binary"; "glove", the same text without a header. "auto" tells them
    by how the file begins: two integers alone are a header, and behind one comes binary where no
    line of numbers follows; where one column makes that ambiguous it is an error. Each may be
    packed by gzip. In a text the last fields are the numbers, so words may hold spaces. Of words
    that stand twice the first counts; rows whose words are not UTF-8 are no token's; both are
    counted.

    Args:
        file: the vectors.
        format: "auto", or which of the three it is.
        lowercase_fallback: whether the lowercased spelling is looked up as well.
        extra_rows: how many rows from the front of the file to keep for tokens that the training
            sentences lack. Files begin with the most frequent words, which are what new text most
            probably holds; 20,000 rows of 300 numbers are 24 MB of weights.
        trainable: whether the rows are trained. By default they stay, as training moves the rows
            of training tokens away from those of similar words that it does not see.
        dropout: probability of dropping an element of the output while training.
    """

    rules = (file_is_there,)

    def __init__(
        self,
        file: Path,
        format: VectorFormat = "auto",
        lowercase_fallback: bool = True,
        extra_rows: NonNegativeInt = 20_000,
        trainable: bool = False,
        dropout: Fraction = 0.5,
    ) -> None:
        super().__init__()
        self.file = file
        self.format = format
        self.lowercase_fallback = lowercase_fallback
        self.extra_rows = extra_rows
        self.trainable = trainable
        self.coverage: Coverage | None = None
        self.dropout = nn.Dropout(dropout)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        """Read the rows in use.

        Raises:
            UserError: when the file cannot be read, or has none of the sentences' tokens.
        """
        counts = Counter(token for sentence in sentences for token in sentence.tokens)
        lowered = {token.lower() for token in counts} if self.lowercase_fallback else set()
        found = read_vectors(self.file, self.format, counts.keys() | lowered, self.extra_rows)
        self._create(Vocabulary(found.words), found.vectors.shape[1])
        with torch.no_grad():
            self.rows.weight[len(Vocabulary.SPECIAL) :] = torch.from_numpy(found.vectors)
        known = sum(counts[token] for token in counts if self._spelling(token) in self.vocabulary)
        if counts and not known:
            raise UserError(
                f"{self.file} has a row for no token of the training sentences; are its words in "
                "their language, and cut as they are?"
            )
        share = known / counts.total() if counts else 1.0
        self.coverage = Coverage(share, found.repeated, found.unusable)

    def save_assets(self, directory: Path) -> None:
        content = {
            "words": self.vocabulary.to_json(),
            "size": self.output_size,
            "coverage": asdict(self.coverage),
        }
        write_json(directory / ASSETS, content)

    def load_assets(self, directory: Path) -> None:
        content = read_json(directory / ASSETS)
        self._create(Vocabulary.from_json(content["words"]), content["size"])
        self.coverage = Coverage(**content["coverage"])

    def _create(self, vocabulary: Vocabulary, size: int) -> None:
        self.vocabulary = vocabulary
        self.output_size = size
        self.rows = nn.Embedding(len(vocabulary), size, padding_idx=Vocabulary.PADDING)
        self.rows.weight.requires_grad_(self.trainable)
        self.unknown = nn.Parameter(torch.zeros(size))

    def encode(self, tokens: Sequence[str]) -> list[int]:
        return self.vocabulary.ids(self._spelling(token) for token in tokens)

    def _spelling(self, token: str) -> str:
        """The spelling by which a token is looked up."""
        is_exact = token in self.vocabulary or not self.lowercase_fallback
        return token if is_exact else token.lower()

    def collate(self, encodings: Sequence[list[int]]) -> VectorInputs:
        return VectorInputs(pad_ids(encodings))

    def forward(self, inputs: VectorInputs) -> Tensor:
        is_unknown = (inputs.words == Vocabulary.UNKNOWN).unsqueeze(-1)
        return self.dropout(torch.where(is_unknown, self.unknown, self.rows(inputs.words)))

    def describe(self) -> str:
        name = f"vectors of {self.file.name}"
        return f"{name} ({self.coverage})" if self.coverage else name

    def provenance(self) -> dict[str, str]:
        return {"file": digest_of(self.file)}
