"""Annotations with probabilities in a file, by whatever teacher there is."""

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import torch
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, ValidationError

from mgkd.config.paths import path_of
from mgkd.data import DataError, Labels, Sentence, Span
from mgkd.data.readers.base import raw_lines
from mgkd.distillation.answer import Answer
from mgkd.distillation.knowledge import Knowledge
from mgkd.distillation.needs import Needs
from mgkd.files import appearing

ROUNDING = 0.01  # by how much probabilities that were rounded may exceed 1 together


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Entity(_Part):
    start: NonNegativeInt
    end: PositiveInt
    label: Annotated[str, Field(min_length=1)]


class _Annotation(_Part):
    spans: list[_Entity]
    probability: Annotated[float, Field(gt=0, le=1)]


class _Line(_Part):
    tokens: list[str]
    annotations: Annotated[list[_Annotation], Field(min_length=1)]


def read_annotations(path: Path, types: Sequence[str] | None = None) -> Knowledge:
    """What a file says of sentences: a JSON object a line, here over three; empty lines are none.

        {"tokens": ["Nora", "left"], "annotations": [
          {"spans": [{"start": 0, "end": 1, "label": "PER"}], "probability": 0.8},
          {"spans": [], "probability": 0.15}]}

    `start` and `end`, which is exclusive, count tokens. The annotations of a sentence differ and
    stand in any order; their probabilities add up to at most 1, and what is missing to 1 belongs to
    annotations that are not listed. The file may be gzipped.

    Args:
        types: the entity types, in order; by default those that occur, in alphabetical order.

    Returns:
        Paths in the scheme BIO; of each sentence as many as the file has.

    Raises:
        DataError: naming file and line, when something is not as it should be.
    """
    if types is None:
        types = sorted({s.label for _, each in _sentences(path) for s, _ in each for s in s.spans})
    labels = Labels(types, "bio")
    entries: dict[str, Answer] = {}
    places: dict[str, str] = {}
    for place, alternatives in _sentences(path):
        fingerprint = alternatives[0][0].fingerprint
        if fingerprint in entries:
            raise DataError(
                f"{place}: this sentence has stood at {places[fingerprint]}; put all its "
                "annotations into one line"
            )
        places[fingerprint] = place
        entries[fingerprint] = _best_paths(alternatives, labels)
    if not entries:
        raise DataError(f"{path}: there is no sentence in it")
    most = max(len(entry.paths) for entry in entries.values())
    return Knowledge(labels, Needs(paths=most), entries)


def write_annotations(path: Path, sentences: Iterable[Sentence], knowledge: Knowledge) -> None:
    """Write what is known of sentences, each once, as `read_annotations` reads it.

    The file appears whole or not at all, and gzipped where its name ends in .gz.

    A probability too small for a float is written as the smallest one.

    Raises:
        UserError: when the teacher was not asked about one of the sentences, or the file cannot be
            written.
    """
    written: set[str] = set()
    with appearing(path) as file:
        for sentence in sentences:
            if sentence.fingerprint not in written:
                written.add(sentence.fingerprint)
                line = _line(sentence, knowledge).model_dump_json() + "\n"
                file.write(line.encode("utf-8"))


Alternatives = list[tuple[Sentence, float]]
"""The ways in which a sentence is annotated, with their probabilities, descending."""


def _sentences(path: Path) -> Iterator[tuple[str, Alternatives]]:
    """Every sentence: its place, and how it is annotated."""
    for number, line in enumerate(raw_lines(path), start=1):
        if line.strip():
            place = f"{path}:{number}"
            yield place, _alternatives(place, _parsed(place, line))


def _parsed(place: str, line: bytes) -> _Line:
    try:
        return _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = f"{path_of(first['loc'])}: " if first["loc"] else ""
        raise DataError(f"{place}: {where}{first['msg']}") from error


def _alternatives(place: str, line: _Line) -> Alternatives:
    found = [
        (_sentence(place, line.tokens, annotation.spans), annotation.probability)
        for annotation in line.annotations
    ]
    if len({sentence for sentence, _ in found}) < len(found):
        raise DataError(f"{place}: two annotations are equal; add their probabilities up")
    total = math.fsum(probability for _, probability in found)
    if total > 1 + ROUNDING:
        raise DataError(f"{place}: the probabilities add up to {total:.4g}, which is more than 1")
    return sorted(found, key=lambda item: -item[1])


def _sentence(place: str, tokens: list[str], entities: list[_Entity]) -> Sentence:
    try:
        spans = [Span(entity.start, entity.end, entity.label) for entity in entities]
    except ValueError as error:
        raise DataError(f"{place}: {error}") from error
    try:
        return Sentence(tuple(tokens), tuple(sorted(spans, key=lambda span: span.start)), place)
    except ValueError as error:  # says the place
        raise DataError(str(error)) from error


def _best_paths(alternatives: Alternatives, labels: Labels) -> Answer:
    paths = [labels.encode(sentence) for sentence, _ in alternatives]
    log_probs = [math.log(probability) for _, probability in alternatives]
    return Answer(torch.tensor(paths, dtype=torch.int16), torch.tensor(log_probs))


def _line(sentence: Sentence, knowledge: Knowledge) -> _Line:
    known = knowledge.about(sentence)
    annotations = [
        _Annotation(
            spans=[
                _Entity(start=span.start, end=span.end, label=span.label)
                for span in knowledge.labels.decode(path)
            ],
            probability=min(1.0, max(math.exp(log_prob), sys.float_info.min)),
        )
        for path, log_prob in zip(known.paths.tolist(), known.log_probs.tolist(), strict=True)
    ]
    return _Line(tokens=list(sentence.tokens), annotations=annotations)
