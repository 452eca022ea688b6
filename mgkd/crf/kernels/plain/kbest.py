"""The k best paths, by deviations from those already found.

Every path but the best leaves a better one at some token: it shares the labels before, takes
another label there, and goes on in the best way. A path's deviations are those after its own, so
each path can be reached once only, and none is listed twice. The next best path is the best
deviation not yet taken. Source: Lawler 1972; the two-pass form for trellises is that of Nilsson and
Goldberger 2001.

T·L² for the first path and T·L for each of the others, over whole batches.
"""

import torch
from torch import Tensor

from mgkd.crf.kernels.plain.layout import unary_scores
from mgkd.crf.kernels.plain.paths import path_scores
from mgkd.crf.kernels.plain.viterbi import best_completions
from mgkd.crf.potentials import Potentials
from mgkd.crf.results import BestPaths


def kbest(potentials: Potentials, k: int) -> BestPaths:
    paths, valid = _search(potentials, k)
    paths = paths.masked_fill_(~(valid.unsqueeze(2) & potentials.real.unsqueeze(1)), 0)
    scores = path_scores(potentials, paths).masked_fill_(~valid, -torch.inf)
    # The search adds scores up in another order, which can swap two that differ in the last digit.
    scores, order = scores.sort(dim=1, descending=True, stable=True)
    return BestPaths(paths.gather(1, order.unsqueeze(2).expand_as(paths)), scores, valid)


def _search(potentials: Potentials, k: int) -> tuple[Tensor, Tensor]:
    """Distinct paths [B, k, T], the valid ones first, and valid [B, k].

    Labels beyond a length are arbitrary.
    """
    trellis = _Trellis(potentials)
    rows, batch = potentials.rows, len(potentials.rows)
    count, labels = trellis.onward.shape[1:]
    paths = rows.new_zeros(batch, k, count)
    valid = torch.zeros(batch, k, dtype=torch.bool, device=rows.device)
    # Scores of the deviations of each path found, and the best one that is left of each.
    pool = trellis.onward.new_empty(batch, k - 1, count * labels)
    leading = trellis.onward.new_full((batch, k), -torch.inf)
    leader = torch.zeros_like(paths[..., 0]).expand(batch, k).clone()

    score, state = trellis.onward[:, 0].max(-1)
    paths[:, 0], valid[:, 0] = trellis.follow(state), score > -torch.inf
    deviation = torch.where(valid[:, 0], -1, count)
    for rank in range(1, k):
        pool[:, rank - 1] = trellis.deviations(paths[:, rank - 1], deviation).flatten(1)
        leading[:, rank - 1], leader[:, rank - 1] = pool[:, rank - 1].max(-1)
        score, parent = leading.max(-1)
        state = leader[rows, parent]
        valid[:, rank] = score > -torch.inf
        deviation = torch.where(valid[:, rank], state // labels, count)
        paths[:, rank] = trellis.deviate(paths[rows, parent], state)
        pool[rows, parent, state] = -torch.inf
        leading[rows, parent], leader[rows, parent] = pool[rows, parent].max(-1)
    return paths, valid


class _Trellis:
    """Best ways on from every state; a state is a token and a label, numbered t * L + label."""

    def __init__(self, potentials: Potentials) -> None:
        unary = unary_scores(potentials)
        completion, following = best_completions(unary, potentials)
        self.unary = unary.transpose(0, 1).contiguous()
        self.transitions = potentials.transitions.to(unary.dtype)
        # Score of the best way on from a state, its own score included, [B, T, L].
        self.onward = (unary + completion).transpose(0, 1).contiguous()
        self.positions = torch.arange(len(unary), device=unary.device)
        self.beyond = self.positions >= potentials.lengths.unsqueeze(1)
        self._jumps = self._doubled(following.transpose(0, 1))

    def _doubled(self, following: Tensor) -> list[Tensor]:
        """The state 1, 2, 4, ... tokens on the best way from each state, [B, T * L] each."""
        batch, count, labels = following.shape
        following = following + (self.positions.unsqueeze(1) + 1) * labels
        following[:, -1] -= labels
        jumps, reach = [following.reshape(batch, -1)], 1
        while (reach := reach * 2) < count:
            jumps.append(jumps[-1].gather(1, jumps[-1]))
        return jumps

    def follow(self, state: Tensor) -> Tensor:
        """Labels at each token on the best way from states [B] -> [B, T]; arbitrary before them."""
        labels = self.unary.shape[2]
        states = state.unsqueeze(1)
        for jump in self._jumps:
            states = torch.cat((states, jump.gather(1, states)), dim=1)
        distance = self.positions - (state // labels).unsqueeze(1)
        return states.gather(1, distance.clamp(min=0)) % labels

    def deviate(self, paths: Tensor, state: Tensor) -> Tensor:
        """The paths [B, T] up to the states [B], and the best way on from there."""
        token = (state // self.unary.shape[2]).unsqueeze(1)
        return torch.where(self.positions < token, paths, self.follow(state))

    def deviations(self, paths: Tensor, after: Tensor) -> Tensor:
        """Score of leaving the paths [B, T] for each label at each token > after, [B, T, L].

        -inf where that is no deviation: for the path's own label, and beyond the length.
        """
        chosen = paths.unsqueeze(2)
        step = self.unary.gather(2, chosen).squeeze(2)
        step[:, 1:] += self.transitions[paths[:, :-1], paths[:, 1:]]
        scores = self.onward.clone()
        scores[:, 1:] += self.transitions[paths[:, :-1]] + step.cumsum(1)[:, :-1, None]
        scores.scatter_(2, chosen, -torch.inf)
        excluded = self.beyond | (self.positions <= after.unsqueeze(1))
        return scores.masked_fill_(excluded.unsqueeze(2), -torch.inf)
