"""What a segment of a knowledge store says of all its sentences."""

import json
from dataclasses import asdict, dataclass
from typing import Any

import torch

from mgkd.data import Labels
from mgkd.distillation.needs import Needs
from mgkd.distillation.voices import Grammar

FORMAT = "mgkd-knowledge-4"


@dataclass(frozen=True)
class Recorded:
    """What is kept of every sentence.

    Attributes:
        needs: what the teacher was asked for.
        top_labels: of the scores only those of so many labels a token, as `TopLabels` chooses
            them; None for all. Without meaning where no scores were asked for.
    """

    needs: Needs
    top_labels: int | None = None

    def serves(self, wanted: "Recorded") -> bool:
        """Whether all that is wanted is there, and is what it would be if it were asked anew.

        Scores of fewer or of more labels make another distribution, so their number must be equal.
        """
        same_scores = not wanted.needs.scores or self.top_labels == wanted.top_labels
        return wanted.needs <= self.needs and same_scores

    def __str__(self) -> str:
        few = self.needs.scores and self.top_labels
        return f"{self.needs} of {self.top_labels} labels a token" if few else str(self.needs)


@dataclass(frozen=True)
class Header:
    """Whose answers these are, and how they are written.

    Attributes:
        teacher: the fingerprint of the teacher, 64 hexadecimal digits.
        description: what the teacher is, for people.
        labels: the label set of the paths.
        recorded: what is kept of every sentence.
        grammars: of the emissions; none where no scores were asked for.
    """

    teacher: str
    description: str
    labels: Labels
    recorded: Recorded
    grammars: tuple[Grammar, ...] = ()

    @property
    def widths(self) -> list[int]:
        """How many labels the emissions of each grammar have."""
        return [len(grammar.labels) for grammar in self.grammars]

    def written(self) -> bytes:
        """As JSON."""
        content = {
            "format": FORMAT,
            "teacher": self.teacher,
            "description": self.description,
            "labels": self.labels.to_json(),
            "needs": asdict(self.recorded.needs),
            "top_labels": self.recorded.top_labels,
            "grammars": [_grammar_to_json(grammar) for grammar in self.grammars],
        }
        return json.dumps(content, ensure_ascii=False).encode("utf-8")

    @classmethod
    def read(cls, content: bytes) -> "Header":
        """What `written` gave.

        Raises:
            ValueError: when it is something else, or of another version.
        """
        try:
            found = json.loads(content)
            if found["format"] != FORMAT:
                raise ValueError(f"is of another version ({found['format']}, not {FORMAT})")
            return cls(
                found["teacher"],
                found["description"],
                Labels.from_json(found["labels"]),
                Recorded(Needs(**found["needs"]), found["top_labels"]),
                tuple(_grammar_from_json(value) for value in found["grammars"]),
            )
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise ValueError("is no segment of a knowledge store") from error


def _grammar_to_json(grammar: Grammar) -> dict[str, Any]:
    scores = (grammar.transitions, grammar.start, grammar.end)
    return {
        "labels": grammar.labels.to_json(),
        "share": grammar.share,
        "scores": [score.double().tolist() for score in scores],  # json writes -Infinity
    }


def _grammar_from_json(value: dict[str, Any]) -> Grammar:
    transitions, start, end = map(torch.tensor, value["scores"])
    return Grammar(Labels.from_json(value["labels"]), transitions, start, end, value["share"])
