"""Trained vectors for tokens, and for pairs of neighbouring tokens."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import NonNegativeInt, PositiveInt
from torch import Tensor, nn

from mgkd.config import Arguments, Problem, obey
from mgkd.config.leaves import Fraction
from mgkd.data import Sentence, Vocabulary
from mgkd.files import read_json, write_json
from mgkd.models.batch import pad_ids
from mgkd.models.embedders.base import Embedder, embedders

VOCABULARY = "vocabulary.json"
EDGE = "\n"  # stands before the first token of a sentence; no token contains a line break


@dataclass(frozen=True)
class TokenEncoding:
    """Vocabulary ids of a sentence's tokens and pairs; none of pairs where these do not count."""

    unigrams: list[int]
    bigrams: list[int]


@dataclass(frozen=True)
class TokenInputs:
    """unigrams, bigrams: [B, T] vocabulary ids, 0 on padding; None where pairs do not count."""

    unigrams: Tensor
    bigrams: Tensor | None

    def to(self, device: torch.device) -> "TokenInputs":
        bigrams = None if self.bigrams is None else self.bigrams.to(device)
        return TokenInputs(self.unigrams.to(device), bigrams)


def singletons_have_vectors(config: Arguments) -> Iterator[Problem]:
    if config["singleton_rate"] and config["min_count"] > 1:
        message = f"with min_count {config['min_count']} tokens that occur once are always hidden"
        yield config.problem("singleton_rate", message)


@embedders.register("word")
class WordEmbedder(Embedder):
    """A trained vector for every token (a word or a character) of the training sentences.

    Tokens seen fewer than `min_count` times share the unknown token's vector. While training,
    each token is replaced by the unknown token with probability `unknown_rate`, so that the
    unknown vector is trained even where `min_count` is 1; or only those that occur once, with
    probability `singleton_rate` (0.5 in Lample et al. 2016), as unseen tokens are most like those.

    With `bigram_size`, the vector of the pair (previous token, token) is appended: the usual
    remedy for characters that mean little alone, as in Chinese.

    Args:
        size: width of a token's vector.
        min_count: occurrences in the training sentences that earn a vector of its own.
        dropout: probability of dropping an element of the output while training.
        unknown_rate: probability of hiding a token while training.
        bigram_size: width of a pair's vector; 0 for none.
        bigram_min_count: like `min_count`, for pairs.
        singleton_rate: probability of hiding a token that occurs once in the training sentences;
            it counts where it is larger than `unknown_rate`.
        lowercase: whether tokens that differ in case alone are one.
    """

    rules = (singletons_have_vectors,)

    def __init__(
        self,
        size: PositiveInt = 100,
        min_count: PositiveInt = 1,
        dropout: Fraction = 0.5,
        unknown_rate: Fraction = 0.0,
        bigram_size: NonNegativeInt = 0,
        bigram_min_count: PositiveInt = 2,
        singleton_rate: Fraction = 0.0,
        lowercase: bool = False,
    ) -> None:
        super().__init__()
        obey(self.rules, singleton_rate=singleton_rate, min_count=min_count)
        self.size = size
        self.min_count = min_count
        self.unknown_rate = unknown_rate
        self.bigram_size = bigram_size
        self.bigram_min_count = bigram_min_count
        self.singleton_rate = singleton_rate
        self.lowercase = lowercase
        self.output_size = size + bigram_size
        self.dropout = nn.Dropout(dropout)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        tokens: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for sentence in sentences:
            row = self._cased(sentence.tokens)
            tokens.update(row)
            if self.bigram_size:
                pairs.update(_pairs(row))
        self._create(
            Vocabulary.of(tokens, self.min_count),
            Vocabulary.of(pairs, self.bigram_min_count),
            singletons=sum(count == 1 for count in tokens.values()) if self.min_count == 1 else 0,
        )

    def save_assets(self, directory: Path) -> None:
        content = {
            "unigrams": self.vocabulary.to_json(),
            "bigrams": self.bigrams.to_json(),
            "singletons": self.singletons,
        }
        write_json(directory / VOCABULARY, content)

    def load_assets(self, directory: Path) -> None:
        content = read_json(directory / VOCABULARY)
        self._create(
            Vocabulary.from_json(content["unigrams"]),
            Vocabulary.from_json(content["bigrams"]),
            singletons=content.get("singletons", 0),  # earlier versions did not hide them
        )

    def _create(self, vocabulary: Vocabulary, bigrams: Vocabulary, singletons: int) -> None:
        self.vocabulary = vocabulary
        self.bigrams = bigrams
        self.singletons = singletons  # a vocabulary is sorted by frequency: they are its last
        self.vectors = nn.Embedding(len(vocabulary), self.size, padding_idx=0)
        self.bigram_vectors = (
            nn.Embedding(len(bigrams), self.bigram_size, padding_idx=0)
            if self.bigram_size
            else None
        )

    def encode(self, tokens: Sequence[str]) -> TokenEncoding:
        row = self._cased(tokens)
        pairs = self.bigrams.ids(_pairs(row)) if self.bigram_size else []
        return TokenEncoding(self.vocabulary.ids(row), pairs)

    def collate(self, encodings: Sequence[TokenEncoding]) -> TokenInputs:
        return TokenInputs(
            pad_ids([encoding.unigrams for encoding in encodings]),
            pad_ids([encoding.bigrams for encoding in encodings]) if self.bigram_size else None,
        )

    def forward(self, inputs: TokenInputs) -> Tensor:
        frequent = len(self.vocabulary) - self.singletons
        embedded = self.vectors(self._hide(inputs.unigrams, frequent))
        if self.bigram_vectors is not None:
            pairs = self.bigram_vectors(self._hide(inputs.bigrams, len(self.bigrams)))
            embedded = torch.cat([embedded, pairs], dim=-1)
        return self.dropout(embedded)

    def _hide(self, ids: Tensor, frequent: int) -> Tensor:
        """While training, some ids become the unknown id; padding stays padding.

        Args:
            frequent: ids from here on are of singletons.
        """
        highest = max(self.unknown_rate, self.singleton_rate)
        if not self.training or highest == 0:
            return ids
        rates = torch.where(ids < frequent, self.unknown_rate, highest)
        hidden = torch.rand(ids.shape, device=ids.device) < rates
        return ids.masked_fill(hidden & (ids != Vocabulary.PADDING), Vocabulary.UNKNOWN)

    def _cased(self, tokens: Sequence[str]) -> Sequence[str]:
        return [token.lower() for token in tokens] if self.lowercase else tokens

    def describe(self) -> str:
        return "vectors of tokens and bigrams" if self.bigram_size else "vectors of tokens"

    def token_vectors(self, tokens: Sequence[str]) -> Tensor:
        """[N, size]: without those of pairs; the unknown token's where a token has none."""
        ids = torch.tensor(self.vocabulary.ids(tokens), device=self.vectors.weight.device)
        return self.vectors(ids)


def _pairs(tokens: Sequence[str]) -> list[str]:
    return [before + EDGE + token for before, token in zip([EDGE, *tokens], tokens, strict=False)]
