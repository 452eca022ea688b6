"""Sentences with entities of some types only."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from mgkd.data.readers.report import ReadReport
from mgkd.data.sentence import Sentence


def of_types(
    types: Collection[str], sentences: Iterable[Sentence], path: Path, report: ReadReport
) -> Iterator[Sentence]:
    """Labelled sentences of a file without their entities of other types.

    Those are reported, and at the end the types of which the file has no entity.
    """
    found: set[str] = set()
    for sentence in sentences:
        kept = [span for span in sentence.spans if span.label in types]
        for span in sentence.spans:
            found.add(span.label)
            if span.label not in types:
                what = f"entity of type {span.label}, left out since `types` does not name it"
                report.add(path, sentence.place, what)
        yield sentence if len(kept) == len(sentence.spans) else replace(sentence, spans=kept)
    for kind in types:
        if kind not in found:
            report.add(path, str(path), f"no entity of type {kind}, which `types` names")
