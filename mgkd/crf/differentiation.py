"""Values that autograd can differentiate, without a graph through time.

The marginals are the gradient of log Z, and the kernels find them in the forward pass; their own
gradient is a covariance. So the backward pass of either is a product. A backward pass that is
itself to be differentiated states its gradient as a function of the scores.
"""

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from mgkd.crf.kernels import Kernels, Posterior
from mgkd.crf.potentials import Potentials, wide

ScoreGradients = tuple[Tensor | None, ...]


class Source(NamedTuple):
    """What values are computed with, beside the potentials that they are differentiated by."""

    kernels: Kernels
    prepared: Any


def log_partition(source: Source, posterior: Posterior, potentials: Potentials) -> Tensor:
    """log Z, [B] in the accumulation dtype; the posterior's tensors are in the potentials' dtype.

    Can be differentiated twice. The gradient is zero in a row where no sequence is legal.
    """
    return _LogPartition.apply(source, posterior, *potentials)


def path_scores(source: Source, potentials: Potentials, paths: Tensor) -> Tensor:
    """Scores of paths [B, K, T], [B, K] in the accumulation dtype. Can be differentiated twice."""
    return _PathScores.apply(source, paths, *potentials)


def log_probs(
    source: Source, posterior: Posterior, potentials: Potentials, paths: Tensor
) -> Tensor:
    """path_scores - log_partition in one step, [B, K] in the potentials' dtype.

    Can be differentiated twice.
    """
    return _LogProbs.apply(source, posterior, paths, *potentials)


def expectations(
    source: Source, posterior: Posterior, potentials: Potentials
) -> tuple[Tensor, Tensor]:
    """The posterior's marginals [B, T, L] and expected transition counts [B, L, L].

    Can be differentiated once; a second time is an error.
    """
    return _Expectations.apply(source, posterior, *potentials)


def edge_marginals(source: Source, potentials: Potentials) -> Tensor:
    """Probability of each pair of labels at neighbouring tokens, [B, T-1, L, L].

    In the potentials' dtype. Can be differentiated once; a second time is an error.
    """
    return _EdgeMarginals.apply(source, *potentials)


class _LogPartition(Function):
    @staticmethod
    def forward(ctx: Any, source: Source, posterior: Posterior, *scores: Tensor) -> Tensor:
        # Kept as they are, not saved: neither inputs nor outputs, and so several losses, each
        # with a backward pass of its own, may share one posterior.
        ctx.source, ctx.posterior = source, posterior
        ctx.save_for_backward(*scores)
        return posterior.log_partition.clone()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> ScoreGradients:
        if torch.is_grad_enabled():
            found = _expected_gradients(ctx.source, Potentials(*ctx.saved_tensors), gradient)
        else:
            kernels, prepared = ctx.source
            found = kernels.partition_gradients(prepared, ctx.posterior, gradient)
        return None, None, *found, None


class _PathScores(Function):
    @staticmethod
    def forward(ctx: Any, source: Source, paths: Tensor, *scores: Tensor) -> Tensor:
        ctx.source = source
        ctx.save_for_backward(paths, *scores)
        return source.kernels.path_scores(source.prepared, paths)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> ScoreGradients:
        return None, None, *_PathGradients.apply(ctx.source, gradient, *ctx.saved_tensors), None


class _PathGradients(Function):
    """Linear in the weights, whatever the scores are; and so its gradient is a score again."""

    @staticmethod
    def forward(
        ctx: Any, source: Source, weights: Tensor, paths: Tensor, *scores: Tensor
    ) -> ScoreGradients:
        ctx.kernels = source.kernels
        ctx.save_for_backward(paths, Potentials(*scores).lengths)
        return tuple(source.kernels.path_gradients(source.prepared, paths, weights))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> ScoreGradients:
        paths, lengths = ctx.saved_tensors
        potentials = Potentials(*gradients, lengths)
        source = Source(ctx.kernels, ctx.kernels.prepare(potentials))
        return None, _PathScores.apply(source, paths, *potentials), *[None] * 6


class _LogProbs(Function):
    @staticmethod
    def forward(
        ctx: Any, source: Source, posterior: Posterior, paths: Tensor, *scores: Tensor
    ) -> Tensor:
        ctx.source, ctx.posterior = source, posterior
        ctx.save_for_backward(paths, *scores)
        return source.kernels.log_probs(source.prepared, posterior, paths)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> ScoreGradients:
        paths, *scores = ctx.saved_tensors
        if not torch.is_grad_enabled():
            kernels, prepared = ctx.source
            found = kernels.log_prob_gradients(prepared, ctx.posterior, paths, gradient)
            return None, None, None, *found, None
        taken = _PathGradients.apply(ctx.source, gradient, paths, *scores)
        expected = _expected_gradients(ctx.source, Potentials(*scores), gradient.sum(1))
        found = (part - other for part, other in zip(taken, expected, strict=True))
        return None, None, None, *found, None


class _Expectations(Function):
    @staticmethod
    def forward(
        ctx: Any, source: Source, posterior: Posterior, *scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        ctx.source = source
        ctx.save_for_backward(*scores)
        return posterior.tokens.clone(), posterior.transitions.clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, for_tokens: Tensor, for_transitions: Tensor) -> ScoreGradients:
        kernels, prepared = ctx.source
        found = kernels.covariance(prepared, for_tokens, for_transitions.unsqueeze(1))
        return None, None, *_summed(Potentials(*ctx.saved_tensors), *found), None


class _EdgeMarginals(Function):
    @staticmethod
    def forward(ctx: Any, source: Source, *scores: Tensor) -> Tensor:
        ctx.source = source
        ctx.save_for_backward(*scores)
        dtype = Potentials(*scores).emissions.dtype
        return source.kernels.edge_marginals(source.prepared, dtype).edges

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, for_edges: Tensor) -> ScoreGradients:
        potentials = Potentials(*ctx.saved_tensors)
        kernels, prepared = ctx.source
        found = kernels.covariance(prepared, torch.zeros_like(potentials.emissions), for_edges)
        return None, *_summed(potentials, *found), None


def _expected_gradients(
    source: Source, potentials: Potentials, weights: Tensor
) -> tuple[Tensor, ...]:
    """The gradients of sum(weights * log Z), as functions of the scores and of the weights [B]."""
    dtype = wide(potentials.emissions.device)
    posterior = source.kernels.forward_backward(source.prepared, dtype)
    tokens, transitions = _Expectations.apply(source, posterior, *potentials)
    weights = weights.to(dtype)
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
