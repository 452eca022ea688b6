"""Vectors of tokens that begin as the teacher's."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from pydantic import PositiveInt
from torch import Tensor

from mgkd.config import UserError
from mgkd.config.leaves import Fraction
from mgkd.data import Sentence, Vocabulary
from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.embedders.projection import as_wide_as_new, principal_components
from mgkd.models.embedders.word import TokenEncoding, TokenInputs, WordEmbedder
from mgkd.models.heritage import Heritage


@embedders.register("teacher_rows")
class TeacherRows(Embedder):
    """A vector for every token of the training sentences, which begins as the teacher's.

    The teacher's vectors x of these tokens, taken before its encoder, are brought to `size`
    dimensions by principal components without centring: y = c V'x, where the columns of V are the
    eigenvectors of sum_x x x' with the greatest eigenvalues. That keeps the inner products of
    tokens as well as so few dimensions can (Eckart and Young 1936), up to a factor. Dimensions
    beyond the teacher's begin at zero and are there for training to use. The number c is such that
    the elements of these vectors have a mean square of 1, as those of a new embedding: a pretrained
    teacher's are far smaller, and a few updates would leave nothing of what they began as.

    The unknown token begins at the mean of all others.

    Args:
        size: width of a token's vector.
        min_count: occurrences in the training sentences that earn a vector of its own.
        dropout: probability of dropping an element of the output while training.
        trainable: whether training changes the vectors.
    """

    inherits = True

    def __init__(
        self,
        size: PositiveInt = 100,
        min_count: PositiveInt = 1,
        dropout: Fraction = 0.5,
        trainable: bool = True,
    ) -> None:
        super().__init__()
        self.words = WordEmbedder(size, min_count, dropout)
        self.output_size = size
        self.trainable = trainable

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        self.words.prepare(sentences)
        self.words.requires_grad_(self.trainable)

    @torch.no_grad()
    def inherit(self, teacher: Heritage) -> None:
        tokens = self.words.vocabulary.to_json()
        if not tokens:  # all are rarer than `min_count`
            return
        rows = teacher.embedder.token_vectors(tokens)
        if rows is None:
            raise UserError(
                f"teacher_rows takes the teacher's vectors of single tokens, but its embedder "
                f"({teacher.embedder.describe()}) has none; choose another teacher, or the "
                "embedder word"
            )
        vectors = as_wide_as_new(principal_components(rows, self.output_size))
        table = self.words.vectors.weight
        table[Vocabulary.UNKNOWN] = vectors.mean(dim=0)
        table[len(Vocabulary.SPECIAL) :] = vectors

    def save_assets(self, directory: Path) -> None:
        self.words.save_assets(directory)

    def load_assets(self, directory: Path) -> None:
        self.words.load_assets(directory)
        self.words.requires_grad_(self.trainable)

    def encode(self, tokens: Sequence[str]) -> TokenEncoding:
        return self.words.encode(tokens)

    def collate(self, encodings: Sequence[TokenEncoding]) -> TokenInputs:
        return self.words.collate(encodings)

    def forward(self, inputs: TokenInputs) -> Tensor:
        return self.words(inputs)

    def describe(self) -> str:
        return "vectors of tokens that begin as the teacher's"

    def token_vectors(self, tokens: Sequence[str]) -> Tensor:
        return self.words.token_vectors(tokens)
