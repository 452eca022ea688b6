"""Whether scores and mask are what a chain can be made of, with one question to the device."""

import torch
from torch import Tensor

from mgkd.crf.potentials import Potentials


def sound(potentials: Potentials, mask: Tensor) -> bool:
    emissions, transitions, start, end, _ = potentials
    prefixes = mask[:, 0].all() & (mask[:, :-1] | ~mask[:, 1:]).all()
    # A comparison with NaN is false.
    tokens = ((emissions < torch.inf).all(-1) | ~mask).all()
    others = [(scores < torch.inf).all() for scores in (transitions, start, end)]
    return bool(torch.stack([prefixes, tokens, *others]).all().item())
