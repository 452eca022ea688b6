"""Sentences with entities of some types only."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from mgkd.data.errors import DataError
from mgkd.data.readers.report import ReadReport
from mgkd.data.sentence import Sentence


def of_types(
    types: Collection[str], sentences: Iterable[Sentence], path: Path, report: ReadReport
) -> Iterator[Sentence]:
    """Labelled sentences of a file without their entities of other types, which are reported.

    Raises:
        DataError: after the last sentence, when none had an entity of these types.
    """
    others: set[str] = set()
    found = False
    for sentence in sentences:
        kept = [span for span in sentence.spans if span.label in types]
        for span in sentence.spans:
            if span.label not in types:
                others.add(span.label)
                what = f"entity of type {span.label}, left out since `types` does not name it"
                report.add(path, sentence.place, what)
        found = found or bool(kept)
        yield sentence if len(kept) == len(sentence.spans) else replace(sentence, spans=kept)
    if not found:
        raise DataError(
            f"{path}: there is no entity of the types {', '.join(types)} in it; it has "
            f"{', '.join(sorted(others)) or 'none at all'}"
        )
