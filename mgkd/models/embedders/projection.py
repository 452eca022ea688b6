"""Vectors in fewer dimensions."""

import torch
from torch import Tensor
from torch.nn.functional import pad


def principal_components(rows: Tensor, size: int, counted: Tensor | None = None) -> Tensor:
    """[N, size]: rows [N, D] by their principal components, without centring.

    Y = X V, where the columns of V are the eigenvectors of X'X with the greatest eigenvalues. No
    other matrix of this rank has inner products of its rows, Y Y', nearer to those of X (Eckart
    and Young 1936); from the rank of X on they are equal, and what `size` has beyond D is zero.

    Computed in float64. An eigenvector is known but for its sign: its greatest element is made
    positive.

    Args:
        counted: [N] bool, the rows X that the directions are made for; None: all.
    """
    wide = rows.double()
    weighed = wide if counted is None else wide[counted]
    _, vectors = torch.linalg.eigh(weighed.T @ weighed)  # smallest eigenvalue first
    vectors = vectors.flip(1)[:, :size]
    greatest = vectors.gather(0, vectors.abs().argmax(dim=0, keepdim=True))
    projected = wide @ (vectors * greatest.sign())
    return pad(projected, (0, size - projected.shape[1])).to(rows.dtype)


def as_wide_as_new(vectors: Tensor, counted: Tensor | None = None) -> Tensor:
    """[N, size]: the same vectors times one number, their elements with a mean square of 1.

    So those of a new `torch.nn.Embedding` are spread. A pretrained model's are far smaller, and a
    few updates would leave nothing of what they began as.

    Args:
        counted: [N] bool, the vectors that the mean is over; None: all.
    """
    spread = (vectors if counted is None else vectors[counted]).square().mean().sqrt()
    return vectors / spread if spread > 0 else vectors
