"""Several teachers as one."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from mgkd.crf import LinearChain
from mgkd.data import Sentence
from mgkd.distillation.annotators import (
    Annotator,
    ChainAnnotator,
    answers_of,
    without_padding,
)
from mgkd.distillation.answer import Answer
from mgkd.distillation.needs import Needs
from mgkd.distillation.rewriting import Rewriting
from mgkd.distillation.voices import Grammar

CANDIDATES = 16  # best sequences of each member that a mixture looks at, at least


class LogLinearPool(ChainAnnotator):
    """The mean of the members' scores, a chain again: p(y) is proportional to prod_i p_i(y)^w_i.

    Its best sequences are exact, and a sequence that one member holds impossible is impossible.

    Args:
        members: whose label sets are equal.
        shares: w, which add up to 1.

    Raises:
        ValueError: when the label sets are not equal.
    """

    def __init__(self, members: Sequence[ChainAnnotator], shares: Sequence[float]) -> None:
        self.members = members
        self.shares = shares
        self.labels = members[0].labels
        for member in members:
            if member.labels != self.labels:
                raise ValueError(f"scores of {self.labels} and {member.labels} have no mean")

    def chain(self, sentences: Sequence[Sentence]) -> LinearChain:
        chains = [member.chain(sentences) for member in self.members]
        return LinearChain(
            self._mean([chain.emissions for chain in chains]),
            self._mean([chain.transitions for chain in chains]),
            self._mean([chain.start for chain in chains]),
            self._mean([chain.end for chain in chains]),
            chains[0].mask,
        )

    def parameter_count(self) -> int:
        return sum(member.parameter_count() for member in self.members)

    def to(self, device: str) -> None:
        for member in self.members:
            member.to(device)

    def _mean(self, scores: Sequence[Tensor]) -> Tensor:
        return sum(share * part for share, part in zip(self.shares, scores, strict=True))


class Mixture(Annotator):
    """The mean of the members' probabilities: p(y) = sum_i w_i p_i(y).

    This is no chain. Each sequence that is among some member's 16 best, or k best if more are
    asked for, gets its exact probability under the mixture, and the k best of those are given; one
    that is in no member's list is not found, even if the mixture rates it higher. So up to 16 the
    best are the same however many are asked for. Paths are written in the first member's label
    set; the others' are carried over by their entities. Its scores are those of all its members,
    each with its share.

    Args:
        members: whose label sets have the same types, in any order and scheme.
        shares: w, which add up to 1.

    Raises:
        ValueError: when the label sets have different types.
    """

    def __init__(self, members: Sequence[ChainAnnotator], shares: Sequence[float]) -> None:
        self.members = members
        self.log_shares = torch.tensor(shares).log()
        self.labels = members[0].labels
        self._from_members = [Rewriting(member.labels, self.labels) for member in members]
        self._to_members = [Rewriting(self.labels, member.labels) for member in members]

    def answer(self, sentences: Sequence[Sentence], asked: Needs) -> list[Answer]:
        chains = [member.chain(sentences) for member in self.members]
        scores = [answers_of(chain, Needs(scores=asked.scores)) for chain in chains]
        best = self._best_paths(chains, asked.paths) if asked.paths else scores[0]
        return [
            replace(answer, emissions=tuple(part for each in parts for part in each.emissions))
            for answer, *parts in zip(best, *scores, strict=True)
        ]

    def grammars(self) -> tuple[Grammar, ...]:
        return tuple(
            replace(grammar, share=share)
            for member, share in zip(self.members, self.log_shares.exp().tolist(), strict=True)
            for grammar in member.grammars()
        )

    def _best_paths(self, chains: Sequence[LinearChain], k: int) -> list[Answer]:
        lists = [chain.kbest(max(k, CANDIDATES)) for chain in chains]
        rewritten = [
            rewriting(best.paths) for rewriting, best in zip(self._from_members, lists, strict=True)
        ]
        paths = torch.cat(rewritten, dim=1)  # [B, all lists together, T]
        valid = _first_of_its_kind(paths, torch.cat([best.valid for best in lists], dim=1))
        log_probs = self._log_probs(chains, paths).masked_fill(~valid, -torch.inf)
        log_probs, order = log_probs.sort(dim=1, descending=True, stable=True)
        best = order[:, :k]
        paths = paths.gather(1, best.unsqueeze(2).expand(-1, -1, paths.shape[2]))
        return without_padding(paths, log_probs[:, :k], valid.gather(1, best), chains[0].lengths)

    def parameter_count(self) -> int:
        return sum(member.parameter_count() for member in self.members)

    def to(self, device: str) -> None:
        for member in self.members:
            member.to(device)

    def _log_probs(self, chains: Sequence[LinearChain], paths: Tensor) -> Tensor:
        """log p(y) of paths [B, K, T], [B, K]."""
        of_members = [
            log_share + chain.log_prob(rewriting(paths))
            for log_share, chain, rewriting in zip(
                self.log_shares, chains, self._to_members, strict=True
            )
        ]
        return torch.stack(of_members).logsumexp(dim=0)


def _first_of_its_kind(paths: Tensor, valid: Tensor) -> Tensor:
    """[B, K] bool: which of paths [B, K, T] are valid and not equal to a valid one before them."""
    equal = (paths.unsqueeze(2) == paths.unsqueeze(1)).all(dim=3) & valid.unsqueeze(1)
    return valid & ~equal.tril(-1).any(dim=2)
