"""A linear-chain conditional random field."""

import torch
from torch import Tensor, nn

from mgkd.config import Supplied
from mgkd.crf import LinearChain
from mgkd.data import Labels
from mgkd.models.decoders.base import Decoder, decoders
from mgkd.models.legality import Illegality


@decoders.register("crf")
class CRF(Decoder):
    """Emissions by a linear map, and learned transition, start and end scores.

    What the tag scheme forbids (an I without its B) has probability zero, while training as in
    decoding, so every sequence that comes out is legal. Source: Lafferty et al. 2001; Lample
    et al. 2016 for tagging names.
    """

    def __init__(self, *, input_size: Supplied[int], labels: Supplied[Labels]) -> None:
        super().__init__()
        self.emissions = nn.Linear(input_size, len(labels))
        self.transitions = nn.Parameter(torch.empty(len(labels), len(labels)))
        self.start = nn.Parameter(torch.empty(len(labels)))
        self.end = nn.Parameter(torch.empty(len(labels)))
        for scores in (self.transitions, self.start, self.end):
            nn.init.uniform_(scores, -0.1, 0.1)
        self.illegal = Illegality(labels)

    def forward(self, hidden: Tensor, mask: Tensor) -> LinearChain:
        return LinearChain(
            self.emissions(hidden),
            self.transitions + self.illegal.transitions,
            self.start + self.illegal.start,
            self.end + self.illegal.end,
            mask,
        )
