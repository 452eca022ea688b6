"""The best path: maxima from the end, then one walk along the pointers."""

import torch
from torch import Tensor

from mgkd.crf.kernels.plain.layout import reverse, unary_scores
from mgkd.crf.kernels.plain.paths import path_scores
from mgkd.crf.potentials import Potentials
from mgkd.crf.results import BestPath


def viterbi(potentials: Potentials) -> BestPath:
    """Source: Viterbi 1967; here from the end, so that the walk back runs forwards in time."""
    unary = unary_scores(potentials)
    completion, following = best_completions(unary, potentials)
    label = (unary[0] + completion[0]).argmax(-1, keepdim=True)
    path = [label]
    for pointers in following[:-1].unbind():
        label = pointers.gather(1, label)
        path.append(label)
    paths = torch.cat(path, dim=1).masked_fill_(~potentials.real, 0)
    return BestPath(paths, path_scores(potentials, paths.unsqueeze(1)).squeeze(1))


def best_completions(unary: Tensor, potentials: Potentials) -> tuple[Tensor, Tensor]:
    """The score of the best way on from label i at token t, and its first label.

    unary [T, B, L] -> two of [T, B, L]. The score leaves the label's own out: 0 at each row's last
    token, where there is no next label and the second result is arbitrary.
    """
    transitions = potentials.transitions.to(unary.dtype)
    backward = reverse(unary, potentials.lengths)
    completion = torch.zeros_like(unary)
    following = torch.zeros(unary.shape, dtype=torch.long, device=unary.device)
    for step in range(1, len(unary)):
        onward = (backward[step - 1] + completion[step - 1]).unsqueeze(1)
        torch.max(onward + transitions, dim=-1, out=(completion[step], following[step]))
    return reverse(completion, potentials.lengths), reverse(following, potentials.lengths)
