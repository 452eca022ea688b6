"""The distributions that a teacher consists of: one, or one a member."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from mgkd.config import UserError
from mgkd.crf import LinearChain
from mgkd.data import Labels
from mgkd.distillation.rewriting import Rewriting
from mgkd.models.legality import Illegality


@dataclass(frozen=True)
class Grammar:
    """The part of a teacher's chain that is the same for all sentences.

    Attributes:
        labels: the label set of the chain, L labels.
        transitions: [L, L] from, to; -inf where the tag scheme forbids.
        start, end: [L].
        share: what it counts among the teacher's; all together 1, unless each has entity types of
            its own.
    """

    labels: Labels
    transitions: Tensor
    start: Tensor
    end: Tensor
    share: float = 1.0

    @classmethod
    def of(cls, chain: LinearChain, labels: Labels, share: float = 1.0) -> "Grammar":
        """That of a chain."""
        parts = (chain.transitions, chain.start, chain.end)
        return cls(labels, *(part.detach().float().cpu() for part in parts), share)

    def chain(self, emissions: Tensor, mask: Tensor) -> LinearChain:
        """The chain over emissions [B, T, L] of sentences."""
        scores = (part.to(emissions.device) for part in (self.transitions, self.start, self.end))
        return LinearChain(emissions, *scores, mask)

    def written_in(self, labels: Labels) -> "Refinement":
        """How its chains are written in another label set.

        Raises:
            ValueError: when they would be no chains there.
        """
        return Refinement(self, labels)


class Refinement:
    """A grammar in another label set, whose tags each stand for one tag of its own.

    A tag of BIOES says more than one of BIO, so a chain over BIO is one over BIOES with the same
    probabilities of entities. The other way round it is not: what B scores in BIOES depends on the
    next tag.

    Args:
        source: the grammar.
        labels: the other label set, with the same types.

    Attributes:
        grammar: in the other label set.
        is_identity: whether nothing changes.
        is_finer: whether the tags of the other set say more.

    Raises:
        ValueError: when types differ, or a tag of the other set stands for several of its own.
    """

    def __init__(self, source: Grammar, labels: Labels) -> None:
        self.is_identity = labels == source.labels
        self.is_finer = len(labels) != len(source.labels)
        self._places = _places(source.labels, labels)
        scores = (
            source.transitions[self._places][:, self._places],
            source.start[self._places],
            source.end[self._places],
        )
        illegal = Illegality(labels)
        penalties = (illegal.transitions, illegal.start, illegal.end)
        together = (a + b for a, b in zip(scores, penalties, strict=True))
        self.grammar = source if self.is_identity else Grammar(labels, *together, source.share)

    def __call__(self, emissions: Tensor) -> Tensor:
        """Emissions [..., L] of the source, [..., L'] in the other label set."""
        return emissions if self.is_identity else emissions[..., self._places]


def carries_over(source: str, target: str) -> bool:
    """Whether chains over tags of one scheme are chains over tags of another."""
    try:
        _places(Labels(["X"], source), Labels(["X"], target))
    except ValueError:
        return False
    return True


def _places(source: Labels, target: Labels) -> Tensor:
    """[L']: for each tag of the target the one of the source that it stands for."""
    if set(source.types) != set(target.types):
        raise ValueError(f"{source} and {target} do not have the same types")
    count = torch.arange(len(target))
    triples = torch.cartesian_prod(count, count, count)
    legal = torch.tensor(target.legal_transitions())
    before, tag, behind = triples.unbind(1)
    triples = triples[legal[before, tag] & legal[tag, behind]]
    meanings = Rewriting(target, source)(triples)[:, 1]
    lowest = torch.full((len(target),), len(source)).scatter_reduce(
        0, triples[:, 1], meanings, "amin"
    )
    if not torch.equal(lowest[triples[:, 1]], meanings):
        raise ValueError(
            f"a chain over {source.scheme} tags is none over {target.scheme} tags, which say less"
        )
    return lowest


@dataclass(frozen=True)
class Voice:
    """One distribution over the label sequences of a batch; without gradient.

    Attributes:
        chain: over `labels`.
        labels: the student's, unless the teacher is one of several with types of their own.
        share: its part of the whole.
        is_refined: whether the teacher itself writes in tags that say less.
    """

    chain: LinearChain
    labels: Labels
    share: float
    is_refined: bool = False


class Choir:
    """The voices of a teacher, for students of one label set.

    Args:
        grammars: the teacher's.
        labels: the students'.

    Raises:
        UserError: when the teacher's scores cannot be written in that label set.
    """

    def __init__(self, grammars: Sequence[Grammar], labels: Labels) -> None:
        self._grammars = grammars
        try:
            self._refinements = [g.written_in(_known_part(labels, g)) for g in grammars]
        except ValueError as error:
            raise UserError(
                f"the teacher's scores cannot be carried over to the student's tags: {error}; give "
                "the student the teacher's scheme, or take losses of label sequences only"
            ) from error

    def __bool__(self) -> bool:
        return bool(self._grammars)

    def sing(
        self, emissions: Sequence[Sequence[Tensor]], mask: Tensor, device: torch.device
    ) -> tuple[Voice, ...]:
        """The voices on a batch.

        Args:
            emissions: of each sentence, as in `Answer`.
            mask: [B, T], on the CPU.
        """
        voices = []
        for place, (refinement, source) in enumerate(
            zip(self._refinements, self._grammars, strict=True)
        ):
            padded = torch.zeros(*mask.shape, len(source.labels))
            for row, parts in enumerate(emissions):
                padded[row, : len(parts[place])] = parts[place]
            chain = refinement.grammar.chain(refinement(padded).to(device), mask.to(device))
            grammar = refinement.grammar
            voices.append(Voice(chain, grammar.labels, grammar.share, refinement.is_finer))
        return tuple(voices)


def _known_part(labels: Labels, grammar: Grammar) -> Labels:
    """The students' label set, or as much of it as a grammar knows."""
    own = set(grammar.labels.types)
    if own == set(labels.types):
        return labels
    return Labels([kind for kind in labels.types if kind in own], labels.scheme)
