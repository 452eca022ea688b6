"""Trained vectors for tokens, and for pairs of neighbouring tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import NonNegativeInt, PositiveInt
from torch import Tensor, nn

from mgkd.config.leaves import Fraction
from mgkd.data import Sentence, Vocabulary
from mgkd.files import read_json, write_json
from mgkd.models.batch import pad_ids
from mgkd.models.embedders.base import Embedder, embedders

VOCABULARY = "vocabulary.json"
EDGE = "\n"  # stands before the first token of a sentence; no token contains a line break


@dataclass(frozen=True)
class TokenEncoding:
    unigrams: list[int]
    bigrams: list[int]


@dataclass(frozen=True)
class TokenInputs:
    """unigrams, bigrams: [B, T] vocabulary ids, 0 on padding."""

    unigrams: Tensor
    bigrams: Tensor

    def to(self, device: torch.device) -> "TokenInputs":
        return TokenInputs(self.unigrams.to(device), self.bigrams.to(device))


@embedders.register("word")
class WordEmbedder(Embedder):
    """A trained vector for every token (a word or a character) of the training sentences.

    Tokens seen fewer than `min_count` times share the unknown token's vector. While training,
    each token is replaced by the unknown token with probability `unknown_rate`, so that the
    unknown vector is trained even where `min_count` is 1.

    With `bigram_size`, the vector of the pair (previous token, token) is appended: the usual
    remedy for characters that mean little alone, as in Chinese.

    Args:
        size: width of a token's vector.
        min_count: occurrences in the training sentences that earn a vector of its own.
        dropout: probability of dropping an element of the output while training.
        unknown_rate: probability of hiding a token while training.
        bigram_size: width of a pair's vector; 0 for none.
        bigram_min_count: like `min_count`, for pairs.
    """

    def __init__(
        self,
        size: PositiveInt = 100,
        min_count: PositiveInt = 1,
        dropout: Fraction = 0.5,
        unknown_rate: Fraction = 0.0,
        bigram_size: NonNegativeInt = 0,
        bigram_min_count: PositiveInt = 2,
    ) -> None:
        super().__init__()
        self.size = size
        self.min_count = min_count
        self.unknown_rate = unknown_rate
        self.bigram_size = bigram_size
        self.bigram_min_count = bigram_min_count
        self.output_size = size + bigram_size
        self.dropout = nn.Dropout(dropout)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        tokens = [sentence.tokens for sentence in sentences]
        pairs = [_pairs(row) for row in tokens] if self.bigram_size else []
        self._create(
            Vocabulary.build(tokens, self.min_count),
            Vocabulary.build(pairs, self.bigram_min_count),
        )

    def save_assets(self, directory: Path) -> None:
        content = {"unigrams": self.vocabulary.to_json(), "bigrams": self.bigrams.to_json()}
        write_json(directory / VOCABULARY, content)

    def load_assets(self, directory: Path) -> None:
        content = read_json(directory / VOCABULARY)
        self._create(
            Vocabulary.from_json(content["unigrams"]), Vocabulary.from_json(content["bigrams"])
        )

    def _create(self, vocabulary: Vocabulary, bigrams: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.bigrams = bigrams
        self.vectors = nn.Embedding(len(vocabulary), self.size, padding_idx=0)
        self.bigram_vectors = (
            nn.Embedding(len(bigrams), self.bigram_size, padding_idx=0)
            if self.bigram_size
            else None
        )

    def encode(self, tokens: Sequence[str]) -> TokenEncoding:
        return TokenEncoding(self.vocabulary.ids(tokens), self.bigrams.ids(_pairs(tokens)))

    def collate(self, encodings: Sequence[TokenEncoding]) -> TokenInputs:
        return TokenInputs(
            pad_ids([encoding.unigrams for encoding in encodings]),
            pad_ids([encoding.bigrams for encoding in encodings]),
        )

    def forward(self, inputs: TokenInputs) -> Tensor:
        embedded = self.vectors(self._hide(inputs.unigrams))
        if self.bigram_vectors is not None:
            pairs = self.bigram_vectors(self._hide(inputs.bigrams))
            embedded = torch.cat([embedded, pairs], dim=-1)
        return self.dropout(embedded)

    def _hide(self, ids: Tensor) -> Tensor:
        """While training, some ids become the unknown id; padding stays padding."""
        if not self.training or self.unknown_rate == 0:
            return ids
        hidden = torch.rand(ids.shape, device=ids.device) < self.unknown_rate
        return ids.masked_fill(hidden & (ids != Vocabulary.PADDING), Vocabulary.UNKNOWN)

    def describe(self) -> str:
        return "vectors of tokens and bigrams" if self.bigram_size else "vectors of tokens"

    def token_vectors(self, tokens: Sequence[str]) -> Tensor:
        """[N, size]: without those of pairs; the unknown token's where a token has none."""
        ids = torch.tensor(self.vocabulary.ids(tokens), device=self.vectors.weight.device)
        return self.vectors(ids)


def _pairs(tokens: Sequence[str]) -> list[str]:
    return [before + EDGE + token for before, token in zip([EDGE, *tokens], tokens, strict=False)]
