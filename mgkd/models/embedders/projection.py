"""Vectors in fewer dimensions."""

import torch
from torch import Tensor
from torch.nn.functional import pad


def principal_components(rows: Tensor, size: int) -> Tensor:
    """[N, size]: rows [N, D] by their principal components, without centring.

    Y = X V, where the columns of V are the eigenvectors of X'X with the greatest eigenvalues. No
    other matrix of this rank has inner products of its rows, Y Y', nearer to those of X (Eckart
    and Young 1936); from the rank of X on they are equal, and what `size` has beyond D is zero.

    Computed in float64. An eigenvector is known but for its sign: its greatest element is made
    positive.
    """
    wide = rows.double()
    _, vectors = torch.linalg.eigh(wide.T @ wide)  # smallest eigenvalue first
    vectors = vectors.flip(1)[:, :size]
    greatest = vectors.gather(0, vectors.abs().argmax(dim=0, keepdim=True))
    projected = wide @ (vectors * greatest.sign())
    return pad(projected, (0, size - projected.shape[1])).to(rows.dtype)
