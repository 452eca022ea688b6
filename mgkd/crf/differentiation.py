"""Values that autograd can differentiate, without a graph through time.

The marginals are the gradient of log Z, and the kernels find them in the forward pass; their own
gradient is a covariance. So the backward pass of either is a product. A backward pass that is
itself to be differentiated states its gradient as a function of the scores.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from mgkd.crf.kernels import Kernels, Posterior
from mgkd.crf.potentials import Potentials, wide

ScoreGradients = tuple[Tensor | None, ...]


def log_partition(kernels: Kernels, posterior: Posterior, potentials: Potentials) -> Tensor:
    """log Z, [B] in the accumulation dtype; the posterior's tensors are in the potentials' dtype.

    Can be differentiated twice. The gradient is zero in a row where no sequence is legal.
    """
    return _LogPartition.apply(kernels, posterior, *potentials)


def path_scores(kernels: Kernels, potentials: Potentials, paths: Tensor) -> Tensor:
    """Scores of paths [B, K, T], [B, K] in the accumulation dtype. Can be differentiated twice."""
    return _PathScores.apply(kernels, paths, *potentials)


def log_probs(
    kernels: Kernels, posterior: Posterior, potentials: Potentials, paths: Tensor
) -> Tensor:
    """path_scores - log_partition in one step, [B, K] in the potentials' dtype.

    Can be differentiated twice.
    """
    return _LogProbs.apply(kernels, posterior, paths, *potentials)


def expectations(
    kernels: Kernels, posterior: Posterior, potentials: Potentials
) -> tuple[Tensor, Tensor]:
    """The posterior's marginals [B, T, L] and expected transition counts [B, L, L].

    Can be differentiated once; a second time is an error.
    """
    return _Expectations.apply(kernels, posterior, *potentials)


def edge_marginals(kernels: Kernels, potentials: Potentials) -> Tensor:
    """Probability of each pair of labels at neighbouring tokens, [B, T-1, L, L].

    In the potentials' dtype. Can be differentiated once; a second time is an error.
    """
    return _EdgeMarginals.apply(kernels, *potentials)


class _LogPartition(Function):
    @staticmethod
    def forward(ctx: Any, kernels: Kernels, posterior: Posterior, *scores: Tensor) -> Tensor:
        ctx.kernels = kernels
        ctx.save_for_backward(*scores)
        # Kept as it is, not saved: neither an input nor an output, and so several losses, each
        # with a backward pass of its own, may share one posterior.
        ctx.posterior = posterior
        return posterior.log_partition.clone()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> ScoreGradients:
        potentials = Potentials(*ctx.saved_tensors)
        if torch.is_grad_enabled():
            found = _expected_gradients(ctx.kernels, potentials, gradient)
        else:
            found = ctx.kernels.partition_gradients(potentials, ctx.posterior, gradient)
        return None, None, *found, None


class _PathScores(Function):
    @staticmethod
    def forward(ctx: Any, kernels: Kernels, paths: Tensor, *scores: Tensor) -> Tensor:
        ctx.kernels = kernels
        ctx.save_for_backward(paths, *scores)
        return kernels.path_scores(Potentials(*scores), paths)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> ScoreGradients:
        return None, None, *_PathGradients.apply(ctx.kernels, gradient, *ctx.saved_tensors), None


class _PathGradients(Function):
    """Linear in the weights, whatever the scores are; and so its gradient is a score again."""

    @staticmethod
    def forward(
        ctx: Any, kernels: Kernels, weights: Tensor, paths: Tensor, *scores: Tensor
    ) -> ScoreGradients:
        potentials = Potentials(*scores)
        ctx.kernels = kernels
        ctx.save_for_backward(paths, potentials.lengths)
        return tuple(kernels.path_gradients(potentials, paths, weights))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> ScoreGradients:
        paths, lengths = ctx.saved_tensors
        scores = *(gradient.contiguous() for gradient in gradients), lengths
        for_weights = _PathScores.apply(ctx.kernels, paths, *scores)
        return None, for_weights, *[None] * 6


class _LogProbs(Function):
    @staticmethod
    def forward(
        ctx: Any, kernels: Kernels, posterior: Posterior, paths: Tensor, *scores: Tensor
    ) -> Tensor:
        ctx.kernels = kernels
        ctx.save_for_backward(paths, *scores)
        ctx.posterior = posterior
        potentials = Potentials(*scores)
        found = kernels.path_scores(potentials, paths) - posterior.log_partition.unsqueeze(1)
        return found.to(potentials.emissions.dtype)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> ScoreGradients:
        paths, *scores = ctx.saved_tensors
        potentials = Potentials(*scores)
        if not torch.is_grad_enabled():
            found = ctx.kernels.log_prob_gradients(potentials, ctx.posterior, paths, gradient)
            return None, None, None, *found, None
        taken = _PathGradients.apply(ctx.kernels, gradient, paths, *scores)
        expected = _expected_gradients(ctx.kernels, potentials, gradient.sum(1))
        found = (part - other for part, other in zip(taken, expected, strict=True))
        return None, None, None, *found, None


class _Expectations(Function):
    @staticmethod
    def forward(
        ctx: Any, kernels: Kernels, posterior: Posterior, *scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        ctx.kernels = kernels
        ctx.save_for_backward(*scores)
        return posterior.tokens.clone(), posterior.transitions.clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, for_tokens: Tensor, for_transitions: Tensor) -> ScoreGradients:
        potentials = Potentials(*ctx.saved_tensors)
        found = ctx.kernels.covariance(potentials, for_tokens, for_transitions.unsqueeze(1))
        return None, None, *_summed(potentials, *found), None


class _EdgeMarginals(Function):
    @staticmethod
    def forward(ctx: Any, kernels: Kernels, *scores: Tensor) -> Tensor:
        potentials = Potentials(*scores)
        ctx.kernels = kernels
        ctx.save_for_backward(*scores)
        return kernels.edge_marginals(potentials, potentials.emissions.dtype).edges

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, for_edges: Tensor) -> ScoreGradients:
        potentials = Potentials(*ctx.saved_tensors)
        none = torch.zeros_like(potentials.emissions)
        found = ctx.kernels.covariance(potentials, none, for_edges)
        return None, *_summed(potentials, *found), None


def _expected_gradients(
    kernels: Kernels, potentials: Potentials, weights: Tensor
) -> tuple[Tensor, ...]:
    """The gradients of sum(weights * log Z), as functions of the scores and of the weights [B]."""
    posterior = kernels.forward_backward(potentials.detach(), wide(potentials.emissions.device))
    tokens, transitions = _Expectations.apply(kernels, posterior, *potentials)
    weights = weights.to(tokens.dtype)
    gradients = (
        weights[:, None, None] * tokens,
        torch.tensordot(weights, transitions, 1),
        weights @ tokens[:, 0],
        weights @ tokens[potentials.rows, potentials.last],
    )
    return tuple(gradient.to(potentials.emissions.dtype) for gradient in gradients)


def _summed(potentials: Potentials, emissions: Tensor, transitions: Tensor) -> tuple[Tensor, ...]:
    """The gradient of each score, from that of emissions and of each row's transitions."""
    start, end = emissions[:, 0], emissions[potentials.rows, potentials.last]
    gradients = (emissions, transitions.sum(0), start.sum(0), end.sum(0))
    return tuple(gradient.to(potentials.emissions.dtype) for gradient in gradients)
