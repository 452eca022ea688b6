"""Teachers with entity types of their own, side by side."""

from collections.abc import Sequence
from dataclasses import replace

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.distillation.annotators import Annotator, ChainAnnotator
from mgkd.distillation.answer import Answer
from mgkd.distillation.needs import Needs
from mgkd.distillation.voices import Grammar


class Union(Annotator):
    """Annotators of which each knows other entity types.

    They have no common distribution, and so no best label sequences; their scores are those of
    each, in the member's own label set and with share 1.

    Args:
        members: whose label sets share no type.

    Raises:
        UserError: when they share one.
    """

    def __init__(self, members: Sequence[ChainAnnotator]) -> None:
        self.members = members
        self.labels = union_of([member.labels for member in members])

    def answer(self, sentences: Sequence[Sentence], asked: Needs) -> list[Answer]:
        if asked.paths:
            raise UserError(
                "label sequences are asked of teachers with entity types of their own, which have "
                "none in common; take a loss for such teachers (collapsed_posterior_kl)"
            )
        answers = zip(*(member.answer(sentences, asked) for member in self.members), strict=True)
        return [
            replace(parts[0], emissions=tuple(e for part in parts for e in part.emissions))
            for parts in answers
        ]

    def grammars(self) -> tuple[Grammar, ...]:
        return tuple(grammar for member in self.members for grammar in member.grammars())

    def parameter_count(self) -> int:
        return sum(member.parameter_count() for member in self.members)

    def to(self, device: str) -> None:
        for member in self.members:
            member.to(device)


def union_of(known: Sequence[Labels]) -> Labels:
    """All types in order, in the scheme of the first label set.

    Raises:
        UserError: when two label sets share a type.
    """
    owners: dict[str, int] = {}
    for index, labels in enumerate(known):
        for kind in labels.types:
            if kind in owners:
                raise UserError(
                    f"teachers[{owners[kind]}] and teachers[{index}] both know {kind}, so it is "
                    "not clear whose word counts; average teachers of the same types by an "
                    "ensemble, or leave the type out of one (corpus.types of its config)"
                )
            owners[kind] = index
    return Labels(list(owners), known[0].scheme)
