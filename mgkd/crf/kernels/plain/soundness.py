"""Whether scores and mask are what a chain can be made of, with one question to the device."""

import torch
from torch import Tensor

from mgkd.crf.potentials import Potentials


def sound(potentials: Potentials, mask: Tensor) -> bool:
    emissions, transitions, start, end, _ = potentials
    prefixes = mask[:, 0].all() & (mask[:, :-1] | ~mask[:, 1:]).all()
    real = emissions.masked_fill(~mask.unsqueeze(2), 0.0)
    # The highest of scores with NaN is NaN, and a comparison with that is false.
    highest = torch.stack([scores.amax() for scores in (real, transitions, start, end)])
    return bool((prefixes & (highest < torch.inf).all()).item())
