"""A reader, and an objective of several losses, in spaCy's registries."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy
from pydantic import BaseModel, PositiveInt
from spacy.language import Language
from spacy.training import Example


class Limits(BaseModel, extra="forbid"):
    """A section of its own: spaCy leaves ranges to pydantic's models."""

    lines: PositiveInt


@spacy.registry.readers("lines")
def lines(path: str, limits: Limits) -> Callable[[Language], Iterable[Example]]:
    def read(nlp: Language) -> Iterator[Example]:
        Path(os.environ["CORPUS_OPENED"]).touch()
        for text in Path(path).read_text(encoding="utf-8").splitlines()[: limits.lines]:
            sentence = nlp.make_doc(text)
            yield Example.from_dict(sentence, {"entities": [(0, len(sentence[0]), "FIRST")]})

    return read


@spacy.registry.misc("gold_nll")
def gold_nll(weight: float = 1.0) -> float:
    return weight


@spacy.registry.misc("kbest")
def kbest(k: PositiveInt, weight: float = 1.0) -> float:
    return weight * k


@spacy.registry.misc("flat")
def flat(weight: float = 1.0) -> float:
    return weight


@spacy.registry.callbacks("objective")
def objective(*terms: float) -> Callable[[Language, dict], None]:
    def report(nlp: Language, arguments: dict) -> None:
        print(f"weights {sum(terms)}")

    return report
