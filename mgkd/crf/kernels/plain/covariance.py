"""How marginals move with the scores: the second derivative of log Z, times a vector.

With f(y) the sum of a weight for each label and each transition that y takes, the derivative of
sum(weights * marginals) with respect to a score is the covariance, under the chain, of f(y) with
the event that the score counts. Given the chain's marginals that is the conditional expectation of
f, which one pass in each direction adds up. Source: Li and Eisner 2009 (expectation semirings).
"""

from collections.abc import Callable

import torch
from torch import Tensor

from mgkd.crf.kernels.interface import EdgePosterior
from mgkd.crf.potentials import Potentials, wide


def covariance_by(
    edge_marginals: Callable[[Potentials, torch.dtype], EdgePosterior],
) -> Callable[[Potentials, Tensor, Tensor], tuple[Tensor, Tensor]]:
    """The product with weights on tokens and edges, given how the marginals are found."""

    def covariance(
        potentials: Potentials, token_weights: Tensor, edge_weights: Tensor
    ) -> tuple[Tensor, Tensor]:
        posterior = edge_marginals(potentials, wide(potentials.emissions.device))
        return _covariance(posterior, token_weights, edge_weights)

    return covariance


def _covariance(
    posterior: EdgePosterior, token_weights: Tensor, edge_weights: Tensor
) -> tuple[Tensor, Tensor]:
    """The product with weights on tokens [B, T, L] and on edges [B, T-1 or 1, L, L].

    Weights are finite. Returns [B, T, L] for the emissions and [B, L, L] for the transitions.
    """
    tokens, edges = posterior
    edge_weights = torch.where(edges > 0.0, edge_weights.to(tokens.dtype), 0.0)
    weights = torch.where(tokens > 0.0, token_weights.to(tokens.dtype), 0.0)
    # No edge is likelier than its ends, so where these vanish the ratio does not matter.
    divisor = tokens.clamp(min=torch.finfo(tokens.dtype).tiny)
    ways_on = edges / divisor[:, :-1, :, None]
    ways_here = edges / divisor[:, 1:, None, :]
    here, gained = weights.clone(), torch.zeros_like(weights)
    here[:, 1:] += (ways_here * edge_weights).sum(2)
    gained[:, :-1] = (ways_on * (weights[:, 1:, None, :] + edge_weights)).sum(3)
    for step in range(1, tokens.shape[1]):
        here[:, step] += torch.einsum("bi,bij->bj", here[:, step - 1], ways_here[:, step - 1])
    for step in range(tokens.shape[1] - 2, -1, -1):
        gained[:, step] += torch.einsum("bij,bj->bi", ways_on[:, step], gained[:, step + 1])
    mean = (tokens[:, 0] * (here[:, 0] + gained[:, 0])).sum(-1)[:, None, None]
    for_tokens = tokens * (here + gained - mean)
    through = here[:, :-1, :, None] + (weights + gained)[:, 1:, None, :] + edge_weights
    return for_tokens, (edges * (through - mean.unsqueeze(3))).sum(1)
