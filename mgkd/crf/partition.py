"""log Z and its derivatives, without a graph through time.

The kernels find the marginals, which are the gradient of log Z, in the forward pass; their own
gradient is a covariance. So the backward pass of either is a product.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from mgkd.crf.kernels import EdgePosterior, Kernels
from mgkd.crf.potentials import Potentials

Gradients = tuple[Tensor | None, ...]


def log_partition(kernels: Kernels, potentials: Potentials) -> Tensor:
    """log Z, [B] in the accumulation dtype; -inf where no sequence is legal.

    Can be differentiated twice. The gradient is zero in a row where no sequence is legal.
    """
    if _graph_wanted(potentials):
        return _LogPartition.apply(kernels, *potentials)
    return kernels.log_partition(potentials)


def expectations(kernels: Kernels, potentials: Potentials) -> tuple[Tensor, Tensor]:
    """Marginals [B, T, L] and expected transition counts [B, L, L], in the accumulation dtype.

    Can be differentiated once; a second time is an error.
    """
    return _Expectations.apply(kernels, *potentials)


def edge_marginals(kernels: Kernels, potentials: Potentials) -> Tensor:
    """Probability of each pair of labels at neighbouring tokens, [B, T-1, L, L].

    In the accumulation dtype. Can be differentiated once; a second time is an error.
    """
    return _EdgeMarginals.apply(kernels, *potentials)


def _graph_wanted(potentials: Potentials) -> bool:
    return torch.is_grad_enabled() and any(part.requires_grad for part in potentials)


class _LogPartition(Function):
    @staticmethod
    def forward(ctx: Any, kernels: Kernels, *scores: Tensor) -> Tensor:
        potentials = Potentials(*scores)
        found = kernels.forward_backward(potentials)
        dtype = potentials.emissions.dtype
        ctx.kernels = kernels
        ctx.save_for_backward(*scores)
        # Kept as they are, not saved: neither an input nor an output, and so several losses, each
        # with a backward pass of its own, may share one log Z.
        ctx.marginals = found.tokens.to(dtype).contiguous(), found.transitions.to(dtype)
        ctx.ends = potentials.rows, potentials.last
        return found.log_partition

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Gradients:
        tokens, transitions = ctx.marginals
        if torch.is_grad_enabled():
            # Somebody will differentiate this gradient: state it as a function of the scores.
            tokens, transitions = _Expectations.apply(ctx.kernels, *ctx.saved_tensors)
        gradient = gradient.to(tokens.dtype)
        _, for_emissions, for_transitions, for_start, for_end, _ = ctx.needs_input_grad
        return (
            None,
            gradient[:, None, None] * tokens if for_emissions else None,
            torch.tensordot(gradient, transitions, 1) if for_transitions else None,
            gradient @ tokens[:, 0] if for_start else None,
            gradient @ tokens[ctx.ends] if for_end else None,
            None,
        )


class _Expectations(Function):
    @staticmethod
    def forward(ctx: Any, kernels: Kernels, *scores: Tensor) -> tuple[Tensor, Tensor]:
        found = kernels.forward_backward(Potentials(*scores))
        ctx.kernels = kernels
        ctx.save_for_backward(*scores)
        return found.tokens, found.transitions

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, for_tokens: Tensor, for_transitions: Tensor) -> Gradients:
        potentials = Potentials(*ctx.saved_tensors)
        posterior = ctx.kernels.edge_marginals(potentials)
        moved = ctx.kernels.covariance(posterior, for_tokens, for_transitions.unsqueeze(1))
        return _gradients(potentials, *moved)


class _EdgeMarginals(Function):
    @staticmethod
    def forward(ctx: Any, kernels: Kernels, *scores: Tensor) -> Tensor:
        found = kernels.edge_marginals(Potentials(*scores))
        ctx.kernels = kernels
        ctx.save_for_backward(*scores, found.tokens, found.edges)
        return found.edges

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, for_edges: Tensor) -> Gradients:
        *scores, tokens, edges = ctx.saved_tensors
        posterior = EdgePosterior(tokens, edges)
        moved = ctx.kernels.covariance(posterior, torch.zeros_like(tokens), for_edges)
        return _gradients(Potentials(*scores), *moved)


def _gradients(potentials: Potentials, emissions: Tensor, transitions: Tensor) -> Gradients:
    """The gradient of each score, from that of emissions and of each row's transitions."""
    start, end = emissions[:, 0], emissions[potentials.rows, potentials.last]
    gradients = (emissions, transitions.sum(0), start.sum(0), end.sum(0))
    dtype = potentials.emissions.dtype
    return None, *(gradient.to(dtype) for gradient in gradients), None
