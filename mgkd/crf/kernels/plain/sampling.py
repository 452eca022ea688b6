"""Exact independent samples: sum over all ways on, then draw label by label."""

import torch
from torch import Generator, Tensor

from mgkd.crf.kernels.plain.layout import unary_scores
from mgkd.crf.kernels.plain.logspace import completions
from mgkd.crf.potentials import Potentials


def sample(potentials: Potentials, n: int, generator: Generator | None) -> Tensor:
    """Backward filtering, forward sampling; a label is the winner of a race of exponentials.

    In the logarithm, the winner is the largest of the scores plus Gumbel noise, which needs no
    normalisation and never picks a label of weight zero while another one is left.
    """
    unary = unary_scores(potentials)
    onward = (unary + completions(unary, potentials)).unsqueeze(2)
    transitions = potentials.transitions.to(unary.dtype)
    noise = onward.new_empty(onward.shape[1], n, onward.shape[3])
    paths = []
    for step, scores in enumerate(onward.unbind()):
        if step > 0:
            scores = transitions[paths[-1]] + scores
        noise.exponential_(generator=generator)
        paths.append((scores - noise.log()).argmax(-1))
    return torch.stack(paths, dim=-1).masked_fill_(~potentials.real.unsqueeze(1), 0)
