"""What a look at all splits of a corpus finds: problems within them, and between them."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mgkd.data.errors import DataError
from mgkd.data.readers.base import Reader
from mgkd.data.readers.report import Finding, ReadReport
from mgkd.data.sentence import Sentence

TRAIN, UNLABELLED = "train", "unlabelled"
LABELLED = (TRAIN, "dev", "test")
REPLACEMENT = "\ufffd"  # what a program writes for a character that it cannot decode


class _Seen(NamedTuple):
    """Where a sentence was first seen, and a stand-in for its entities, if it is labelled."""

    split: str
    source: str
    entities: int | None


class CorpusCheck:
    """Looks at splits one after the other.

    The training split is the one called train, or else the first.

    Problems are what a training would stumble over or suffer from in silence: illegal tags, a file
    that cannot be read or is empty, a type that only occurs where nothing is learnt, unlabelled
    sentences in train, dev or test. All else that is found, such as sentences that occur twice, is
    for people to judge.

    Args:
        is_too_long: whether an encoder reads a sentence in several pieces; None: not looked at.
    """

    def __init__(self, is_too_long: Callable[[Sentence], bool] | None = None) -> None:
        self._is_too_long = is_too_long
        self._report = ReadReport()
        self._findings: list[Finding] = []
        self._seen: dict[str, _Seen] = {}
        self._types: dict[str, Counter[str]] = {}

    def look_at(self, split: str, path: Path, reader: Reader) -> None:
        """Read a split as far as it can be read, by a reader that repairs and counts."""
        types = self._types.setdefault(split, Counter())
        is_empty = True
        try:
            for sentence in reader.read(path):
                is_empty = False
                if split == UNLABELLED:  # where entities are set aside, and none is learnt
                    sentence = sentence.without_spans()
                if split in LABELLED and sentence.spans is None:
                    what = f"a sentence of {split} is unlabelled, where labels are needed"
                    self._report.add(path, sentence.place, what, repaired=True)
                types.update(span.label for span in sentence.spans or ())
                self._compare(split, path, sentence)
                if any(REPLACEMENT in token for token in sentence.tokens):
                    what = f"a sentence of {split} holds U+FFFD, where characters were lost"
                    self._report.add(path, sentence.place, what)
                if self._is_too_long and self._is_too_long(sentence):
                    what = f"a sentence of {split} is longer than the encoder reads at once"
                    detail = f"{len(sentence)} tokens"
                    self._report.add(path, sentence.place, what, detail)
            if is_empty:
                self._report.add(path, str(path), f"{split} holds no sentence", repaired=True)
        except DataError as error:
            what = f"{split} cannot be read, or not to its end"
            self._report.add(path, str(error), what, repaired=True)
        self._findings += [*reader.report.findings(path), *self._report.findings(path)]
        self._report.begin(path)

    def findings(self) -> list[Finding]:
        """All that was found; what concerns types last."""
        return [*self._findings, *self._about_types()]

    def _compare(self, split: str, path: Path, sentence: Sentence) -> None:
        """With the same tokens seen before."""
        entities = None if sentence.spans is None else hash(sentence.spans)
        first = self._seen.get(sentence.fingerprint)
        if first is None:
            self._seen[sentence.fingerprint] = _Seen(split, sentence.place, entities)
            return
        again = "occurs again" if first.split == split else f"also occurs in {first.split}"
        self._report.add(path, sentence.place, f"a sentence of {split} {again}", first.source)
        if None not in (entities, first.entities) and first.entities != entities:
            what = f"a sentence of {split} has other entities than its like in {first.split}"
            self._report.add(path, sentence.place, what, first.source)

    def _about_types(self) -> list[Finding]:
        train = TRAIN if TRAIN in self._types else next(iter(self._types), TRAIN)
        learnt = self._types.get(train, Counter())
        others = {split: types for split, types in self._types.items() if split != train and types}
        found = []
        for split, types in others.items() if learnt else ():
            for label in sorted(types.keys() - learnt.keys()):
                what = f"the type {label} occurs in {split} but not in {train}"
                found.append(Finding(what, True, types[label], [split]))
        for label in sorted(learnt) if others else ():
            if not any(label in types for types in others.values()):
                what = f"the type {label} occurs in {train} only"
                found.append(Finding(what, False, learnt[label], [train]))
        return found + self._alike({label for types in self._types.values() for label in types})

    def _alike(self, labels: set[str]) -> list[Finding]:
        by_form: dict[str, list[str]] = {}
        for label in sorted(labels):
            by_form.setdefault("".join(label.casefold().split()), []).append(label)
        found = []
        for forms in by_form.values():
            if len(forms) > 1:
                spaced = any(character.isspace() for label in forms for character in label)
                how, shown = ("case or spaces", map(repr, forms)) if spaced else ("case", forms)
                what = f"types that differ in {how} only: {', '.join(shown)}"
                found.append(Finding(what, True, 1, [forms[0]]))
        return found
