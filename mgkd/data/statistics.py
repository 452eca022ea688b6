"""What a corpus holds, in numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mgkd.data.readers.report import Finding
from mgkd.data.repetition import KnownSentences
from mgkd.data.sentence import Sentence


@dataclass(frozen=True)
class Counts:
    """What some sentences hold.

    Attributes:
        longest: tokens of the longest sentence.
        unlabelled: sentences that nobody has labelled.
        without_entities: labelled sentences that have none.
        entities: by type, the most frequent first.
    """

    sentences: int
    tokens: int
    longest: int
    unlabelled: int
    without_entities: int
    entities: dict[str, int]

    def __str__(self) -> str:
        return f"{self.sentences} sentences, {self.tokens} tokens, {self._entities()}"

    def _entities(self) -> str:
        if self.unlabelled == self.sentences:
            return "unlabelled"
        types = ", ".join(f"{label} {count}" for label, count in self.entities.items())
        return f"{sum(self.entities.values())} entities" + (f" ({types})" if types else "")


def count(sentences: Iterable[Sentence]) -> Counts:
    """The counts of sentences, which are taken one by one."""
    total = tokens = longest = unlabelled = without_entities = 0
    entities: Counter[str] = Counter()
    for sentence in sentences:
        total += 1
        tokens += len(sentence)
        longest = max(longest, len(sentence))
        unlabelled += sentence.spans is None
        without_entities += sentence.spans == ()
        entities.update(span.label for span in sentence.spans or ())
    by_frequency = dict(sorted(entities.items(), key=lambda item: (-item[1], item[0])))
    return Counts(total, tokens, longest, unlabelled, without_entities, by_frequency)


@dataclass(frozen=True)
class SplitSummary:
    """Counts of one split.

    Attributes:
        repeated: sentences whose tokens also occur as a sentence of the training split; scores on
            them say little.
    """

    counts: Counts
    repeated: int

    def __str__(self) -> str:
        return f"{self.counts}" + (f"; {self.repeated} also in train" if self.repeated else "")


@dataclass(frozen=True)
class CorpusSummary:
    """Counts of every split that is there, and what the readers found besides sentences."""

    name: str
    splits: dict[str, SplitSummary]
    findings: list[Finding]

    def __str__(self) -> str:
        lines = [f"corpus {self.name}"]
        lines += [f"  {name}: {split}" for name, split in self.splits.items()]
        lines += [f"  reader: {finding}" for finding in self.findings]
        return "\n".join(lines)


def summarise(
    name: str, splits: Mapping[str, Sequence[Sentence]], findings: Sequence[Finding]
) -> CorpusSummary:
    """The summary of a corpus from its splits, by name; "train" is among them."""
    known = KnownSentences(splits["train"])
    return CorpusSummary(
        name,
        {
            split: SplitSummary(
                count(sentences),
                repeated=sum(s in known for s in sentences) if split != "train" else 0,
            )
            for split, sentences in splits.items()
        },
        list(findings),
    )
