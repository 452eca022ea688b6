"""A trained tagger for text as it comes."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch

from mgkd.data import Sentence, Span, Splitter, Token
from mgkd.deployment.run_directory import RunDirectory
from mgkd.models import Tagger, chains, encode_unlabelled, entity_log_probs


@dataclass(frozen=True)
class Entity:
    """An entity found in a text.

    Attributes:
        start, end: characters of the text, end exclusive.
        text: text[start:end].
        label: the entity's type.
        probability: of exactly this extent and type, by the model; exact, over all label
            sequences.
    """

    start: int
    end: int
    text: str
    label: str
    probability: float


@dataclass(frozen=True)
class Prediction:
    """A text with the entities found in it, in order and without overlap."""

    text: str
    entities: tuple[Entity, ...]


class Predictor:
    """Finds entities with a trained tagger.

    Args:
        tagger: the trained tagger.
        splitter: how text is cut into tokens, as in the tagger's training corpus.
        batch_size: sentences at a time.
    """

    def __init__(self, tagger: Tagger, splitter: Splitter, batch_size: int = 32) -> None:
        self.tagger = tagger
        self.splitter = splitter
        self.batch_size = batch_size

    @classmethod
    def load(cls, path: str | Path, device: str = "cpu", batch_size: int = 32) -> "Predictor":
        """The predictor of a run directory; needs no network and executes no code from it."""
        run = RunDirectory.existing(Path(path))
        return cls(run.load_tagger().to(torch.device(device)), run.splitter(), batch_size)

    def predict(self, items: Sequence[str | Sequence[str]]) -> list[Prediction]:
        """The entities of each item: a text, read as one sentence, or a sequence of tokens.

        Tokens are joined by spaces in the result's text. A text without any token (empty, only
        spaces) has no entities.

        Raises:
            TypeError: when given one bare text, which is no list of texts.
        """
        if isinstance(items, str):
            raise TypeError("predict takes a list of texts; for one text write predict([text])")
        return self._predict([self._tokenised(item) for item in items])

    def stream(
        self, items: Iterable[str | Sequence[str]], ahead: int | None = None
    ) -> Iterator[Prediction]:
        """Predictions in the order of the items, reading only so many ahead (some batches)."""
        remaining = iter(items)
        while chunk := list(islice(remaining, ahead or 16 * self.batch_size)):
            yield from self.predict(chunk)

    def _tokenised(self, item: str | Sequence[str]) -> tuple[str, list[Token]]:
        return (item, self.splitter.split(item)) if isinstance(item, str) else _joined(item)

    def _predict(self, rows: Sequence[tuple[str, Sequence[Token]]]) -> list[Prediction]:
        found: list[tuple[Entity, ...]] = [()] * len(rows)
        filled = [index for index, (_, tokens) in enumerate(rows) if tokens]
        sentences = [Sentence(tuple(t.text for t in rows[index][1])) for index in filled]
        spans = _spans(self.tagger, sentences, self.batch_size)
        for index, entities in zip(filled, spans, strict=True):
            text, tokens = rows[index]
            found[index] = tuple(_entity(text, tokens, *entity) for entity in entities)
        return [Prediction(text, found[index]) for index, (text, _) in enumerate(rows)]


def _spans(
    tagger: Tagger, sentences: Sequence[Sentence], batch_size: int
) -> list[list[tuple[Span, float]]]:
    """Each sentence's best entities with their log-probabilities."""
    found: list[list[tuple[Span, float]]] = [[] for _ in sentences]
    for indices, chain in chains(tagger, encode_unlabelled(tagger, sentences), batch_size):
        paths = chain.viterbi().paths.tolist()
        located = [
            (row, span)
            for row, index in enumerate(indices)
            for span in tagger.labels.decode(paths[row][: len(sentences[index])])
        ]
        log_probs = entity_log_probs(chain, tagger.labels, located).tolist()
        for (row, span), log_prob in zip(located, log_probs, strict=True):
            found[indices[row]].append((span, log_prob))
    return found


def _entity(text: str, tokens: Sequence[Token], span: Span, log_prob: float) -> Entity:
    start, end = tokens[span.start].start, tokens[span.end - 1].end
    # Rounding may put the logarithm a hair above zero.
    return Entity(start, end, text[start:end], span.label, min(1.0, math.exp(log_prob)))


def _joined(tokens: Sequence[str]) -> tuple[str, list[Token]]:
    placed: list[Token] = []
    position = 0
    for token in tokens:
        placed.append(Token(token, position, position + len(token)))
        position += len(token) + 1
    return " ".join(tokens), placed
