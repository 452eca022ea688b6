"""Scores of given paths, and what they and the marginals add to a gradient."""

import torch
from torch import Tensor

from mgkd.crf.kernels.interface import Gradients, Posterior
from mgkd.crf.potentials import Potentials, wide


def labels_known(potentials: Potentials, paths: Tensor) -> bool:
    known = (paths >= 0) & (paths < potentials.emissions.shape[2])
    return bool((known | ~potentials.real.unsqueeze(1)).all().item())


def path_scores(potentials: Potentials, paths: Tensor) -> Tensor:
    """One gather from each kind of score, however many paths there are."""
    emissions, transitions, start, end, _ = potentials
    dtype = wide(emissions.device)
    real = potentials.real.unsqueeze(1)
    labels, moves, last = _taken(potentials, paths)
    tokens = emissions.gather(2, labels.mT).mT.masked_fill(~real, 0.0)
    steps = transitions.flatten().index_select(0, moves.flatten()).view(moves.shape)
    steps = steps.masked_fill(~real[..., 1:], 0.0)
    ends = start[labels[..., 0]].to(dtype) + end[last]
    return tokens.sum(2, dtype=dtype) + steps.sum(2, dtype=dtype) + ends


def log_probs(potentials: Potentials, posterior: Posterior, paths: Tensor) -> Tensor:
    found = path_scores(potentials, paths) - posterior.log_partition.unsqueeze(1)
    return found.to(potentials.emissions.dtype)


def path_gradients(potentials: Potentials, paths: Tensor, weights: Tensor) -> Gradients:
    gradients = Gradients(*(torch.zeros_like(part) for part in potentials[:4]))
    return _add_paths(gradients, potentials, paths, weights)


def partition_gradients(potentials: Potentials, posterior: Posterior, weights: Tensor) -> Gradients:
    tokens, transitions = posterior.tokens, posterior.transitions
    weights = weights.to(tokens.dtype)
    return Gradients(
        weights[:, None, None] * tokens,
        torch.tensordot(weights, transitions, 1),
        weights @ tokens[:, 0],
        weights @ tokens[potentials.rows, potentials.last],
    )


def log_prob_gradients(
    potentials: Potentials, posterior: Posterior, paths: Tensor, weights: Tensor
) -> Gradients:
    expected = partition_gradients(potentials, posterior, -weights.sum(1))
    return _add_paths(expected, potentials, paths, weights)


def _add_paths(
    gradients: Gradients, potentials: Potentials, paths: Tensor, weights: Tensor
) -> Gradients:
    """Adds the weight of each path wherever it takes a score, in place."""
    emissions, transitions, start, end = gradients
    real = potentials.real.unsqueeze(1)
    labels, moves, last = _taken(potentials, paths)
    weights = weights.to(emissions.dtype)
    spread = weights.unsqueeze(2).masked_fill(~real, 0.0)
    emissions.scatter_add_(2, labels.mT, spread.mT)
    transitions.view(-1).index_add_(0, moves.flatten(), spread[..., 1:].flatten())
    start.index_add_(0, labels[..., 0].flatten(), weights.flatten())
    end.index_add_(0, last.flatten(), weights.flatten())
    return gradients


def _taken(potentials: Potentials, paths: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Labels [B, K, T], transitions [B, K, T-1] as indices into all, and last labels [B, K]."""
    # Where there is no label, any will do.
    labels = paths.masked_fill(~potentials.real.unsqueeze(1), 0)
    moves = labels[..., :-1] * potentials.emissions.shape[2] + labels[..., 1:]
    return labels, moves, labels[potentials.rows, :, potentials.last]
