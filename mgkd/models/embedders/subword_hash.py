"""Vectors of character n-grams, found by hashing."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from pydantic import PositiveInt
from torch import Tensor, nn

from mgkd.config import Arguments, Problem, obey
from mgkd.config.leaves import Fraction
from mgkd.data import Sentence
from mgkd.models.embedders.bags import BagEncoding, BagInputs, collate_bags
from mgkd.models.embedders.base import Embedder, embedders

BEGIN, END = "<", ">"
EMPTY, PRIME = 2166136261, 16777619  # of FNV with 32 bits: the hash of no bytes, and its prime
REMEMBERED = 20_000  # tokens whose buckets are kept, as frequent ones are encoded again and again


def lengths_are_a_range(config: Arguments) -> Iterator[Problem]:
    if config["min_n"] > config["max_n"]:
        yield config.problem("min_n", f"must be at most max_n, which is {config['max_n']}")


@embedders.register("subword_hash")
class SubwordHash(Embedder):
    """The mean of the vectors of a token's character n-grams, and of the token as a whole.

    "<" and ">" stand around the token: with n from 3 to 4, "sea" is "<se", "<sea", "sea", "sea>",
    "ea>", and "<sea>" as a whole. Each has the vector of the bucket that its hash falls into, so
    that no vocabulary is needed and every token has a vector; n-grams that meet in a bucket share
    it. The hash is the same in every process.

    Source: Bojanowski et al. 2017, section 3.2; the hash is that of fastText, FNV-1a over UTF-8
    whose bytes count as signed.

    Args:
        size: width of a vector.
        buckets: how many vectors there are.
        min_n: characters of the shortest n-grams, "<" and ">" included.
        max_n: characters of the longest.
        dropout: probability of dropping an element of the output while training.
    """

    rules = (lengths_are_a_range,)

    def __init__(
        self,
        size: PositiveInt = 100,
        buckets: PositiveInt = 50_000,
        min_n: PositiveInt = 3,
        max_n: PositiveInt = 6,
        dropout: Fraction = 0.5,
    ) -> None:
        super().__init__()
        obey(self.rules, min_n=min_n, max_n=max_n)
        self.buckets = buckets
        self.min_n = min_n
        self.max_n = max_n
        self.output_size = size
        self.dropout = nn.Dropout(dropout)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        self._create()

    def save_assets(self, directory: Path) -> None:
        """There is nothing to save besides the weights."""

    def load_assets(self, directory: Path) -> None:
        self._create()

    def _create(self) -> None:
        self.vectors = nn.EmbeddingBag(self.buckets, self.output_size, mode="mean")

    def encode(self, tokens: Sequence[str]) -> BagEncoding:
        return BagEncoding.of(
            buckets_of(token, self.min_n, self.max_n, self.buckets) for token in tokens
        )

    def collate(self, encodings: Sequence[BagEncoding]) -> BagInputs:
        return collate_bags(encodings)

    def forward(self, inputs: BagInputs) -> Tensor:
        vectors = self.vectors(inputs.parts, inputs.starts)  # zeros on padding
        return self.dropout(vectors.view(inputs.rows, -1, self.output_size))

    def describe(self) -> str:
        return "vectors of character n-grams"


@lru_cache(maxsize=REMEMBERED)
def buckets_of(token: str, min_n: int, max_n: int, buckets: int) -> array:
    """The buckets of a token's n-grams from left to right, and last that of the whole."""
    marked = [character.encode("utf-8") for character in BEGIN + token + END]
    edges = (0, len(marked) - 1)
    hashes = [
        value
        for start in range(len(marked))
        for n, value in enumerate(accumulate(marked[start : start + max_n], fnv_1a, initial=EMPTY))
        if n >= min_n and not (n == 1 and start in edges)
    ]
    if not min_n <= len(marked) <= max_n:  # else the whole is one of them
        hashes.append(fnv_1a(EMPTY, b"".join(marked)))
    return array("i", [value % buckets for value in hashes])


def fnv_1a(before: int, content: bytes) -> int:
    """The 32-bit hash of a text whose front has the hash `before`, `EMPTY` if there is none."""
    value = before
    for byte in content:
        signed = byte if byte < 128 else byte | 0xFFFFFF00
        value = ((value ^ signed) * PRIME) & 0xFFFFFFFF
    return value
