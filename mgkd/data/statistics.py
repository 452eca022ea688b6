"""What a corpus holds, in numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mgkd.data.readers.report import Finding
from mgkd.data.repetition import KnownSentences
from mgkd.data.sentence import Sentence
from mgkd.data.stored import lengths_of


@dataclass(frozen=True)
class SplitSummary:
    """Counts of one split.

    Attributes:
        entities: by type, the most frequent first; None for unlabelled sentences.
        repeated: sentences whose tokens also occur as a sentence of the training split; scores on
            them say little.
    """

    sentences: int
    tokens: int
    entities: dict[str, int] | None
    repeated: int

    def __str__(self) -> str:
        repeated = f"; {self.repeated} also in train" if self.repeated else ""
        return f"{self.sentences} sentences, {self.tokens} tokens, {self._entities()}{repeated}"

    def _entities(self) -> str:
        if self.entities is None:
            return "unlabelled"
        types = ", ".join(f"{label} {count}" for label, count in self.entities.items())
        return f"{sum(self.entities.values())} entities" + (f" ({types})" if types else "")


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
                sentences=len(sentences),
                tokens=int(sum(lengths_of(sentences))),
                entities=_by_type(sentences),
                repeated=sum(s in known for s in sentences) if split != "train" else 0,
            )
            for split, sentences in splits.items()
        },
        list(findings),
    )


def _by_type(sentences: Sequence[Sentence]) -> dict[str, int] | None:
    if all(sentence.spans is None for sentence in sentences):
        return None
    counts = Counter(span.label for sentence in sentences for span in sentence.spans or ())
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
