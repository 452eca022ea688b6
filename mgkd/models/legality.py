"""What a tag scheme forbids, as scores."""

from functools import lru_cache

import torch
from torch import Tensor, nn

from mgkd.crf import LinearChain
from mgkd.data import Labels


class Illegality(nn.Module):
    """Scores to add to a chain's: 0 where the scheme allows, -inf where it forbids.

    The label set determines them, so a checkpoint does not hold them.

    Attributes:
        transitions: [L, L] from, to.
        start, end: [L].
    """

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        for name, legal in (
            ("transitions", labels.legal_transitions()),
            ("start", labels.legal_starts()),
            ("end", labels.legal_ends()),
        ):
            self.register_buffer(name, _penalties(legal), persistent=False)

    def forward(self, chain: LinearChain) -> LinearChain:
        """The chain over legal sequences only, renormalised."""
        return LinearChain(
            chain.emissions,
            chain.transitions + self.transitions,
            chain.start + self.start,
            chain.end + self.end,
            chain.mask,
        )


def legal_part(chain: LinearChain, labels: Labels) -> LinearChain:
    """The chain over legal sequences only, renormalised; a chain that is legal stays as it is."""
    return _illegality_of(labels, chain.emissions.device)(chain)


@lru_cache(maxsize=16)
def _illegality_of(labels: Labels, device: torch.device) -> Illegality:
    """Made once: a teacher's answers are all restricted by the same."""
    return Illegality(labels).to(device)


def _penalties(legal: list) -> Tensor:
    allowed = torch.tensor(legal)
    return torch.zeros(allowed.shape).masked_fill(~allowed, float("-inf"))
