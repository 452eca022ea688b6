"""What a tag scheme forbids, as scores."""

from dataclasses import dataclass

import torch
from torch import Tensor

from mgkd.crf import LinearChain
from mgkd.data import Labels


@dataclass(frozen=True)
class Illegality:
    """Scores to add to a chain's: 0 where the scheme allows, -inf where it forbids.

    Attributes:
        transitions: [L, L] from, to.
        start, end: [L].
    """

    transitions: Tensor
    start: Tensor
    end: Tensor

    @classmethod
    def of(cls, labels: Labels) -> "Illegality":
        return cls(
            _penalties(labels.legal_transitions()),
            _penalties(labels.legal_starts()),
            _penalties(labels.legal_ends()),
        )


def legal_part(chain: LinearChain, labels: Labels) -> LinearChain:
    """The chain over legal sequences only, renormalised; a chain that is legal stays as it is."""
    illegal = Illegality.of(labels)
    device = chain.emissions.device
    return LinearChain(
        chain.emissions,
        chain.transitions + illegal.transitions.to(device),
        chain.start + illegal.start.to(device),
        chain.end + illegal.end.to(device),
        chain.mask,
    )


def _penalties(legal: list) -> Tensor:
    allowed = torch.tensor(legal)
    return torch.zeros(allowed.shape).masked_fill(~allowed, float("-inf"))
