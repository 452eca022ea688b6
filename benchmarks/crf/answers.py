"""Correct answers, from LinearChain in float64 and from all sequences written out."""

from typing import Protocol

import torch
from torch import Tensor

from benchmarks.crf.contenders.contender import WithGradients
from benchmarks.crf.operations import Operation
from benchmarks.crf.problem import Problem


class Answers(Protocol):
    """Answers to every operation; all in float64, values with a graph to the problem's scores."""

    problem: Problem

    def log_partition(self) -> Tensor:
        """[B]"""

    def log_partition_allowed(self) -> Tensor:
        """Over the sequences whose every label is allowed, [B]."""

    def best_scores(self, k: int) -> Tensor:
        """Descending, [B, k]; -inf where a row has fewer sequences."""


class FromChain:
    """From LinearChain in float64 and in log-space."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._chain = problem.exact()

    def log_partition(self) -> Tensor:
        return self._chain.log_partition()

    def log_partition_allowed(self) -> Tensor:
        return self._chain.restrict(self.problem.allowed).log_partition()

    def best_scores(self, k: int) -> Tensor:
        return self._chain.kbest(k).scores.detach()


class WrittenOut:
    """From every sequence of every row, for small problems."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._scores, self._allowed = [], []
        labels = torch.arange(len(problem.start))
        for row, length in enumerate(problem.lengths.tolist()):
            paths = torch.cartesian_prod(*[labels] * length).view(-1, length)
            self._scores.append(path_scores(problem, row, paths))
            allowed = problem.allowed[row, torch.arange(length), paths]
            self._allowed.append(allowed.all(1))

    def log_partition(self) -> Tensor:
        return torch.stack([scores.logsumexp(0) for scores in self._scores])

    def log_partition_allowed(self) -> Tensor:
        rows = zip(self._scores, self._allowed, strict=True)
        return torch.stack([scores[allowed].logsumexp(0) for scores, allowed in rows])

    def best_scores(self, k: int) -> Tensor:
        best = torch.full((len(self._scores), k), -torch.inf, dtype=torch.float64)
        for row, scores in enumerate(self._scores):
            number = min(k, len(scores))
            best[row, :number] = scores.detach().topk(number).values
        return best


def path_scores(problem: Problem, row: int, paths: Tensor) -> Tensor:
    """The score of each of a row's paths [N, length], float64, [N]."""
    emissions, transitions, start, end = (scores.double() for scores in problem.scores)
    tokens = emissions[row, torch.arange(paths.shape[1]), paths].sum(1)
    between = transitions[paths[:, :-1], paths[:, 1:]].sum(1)
    return start[paths[:, 0]] + tokens + between + end[paths[:, -1]]


def expected(answers: Answers, operation: Operation) -> WithGradients | Tensor:
    """The answer to an operation: for paths, their scores."""
    problem = answers.problem
    if operation.method == "viterbi":
        return answers.best_scores(1)
    if operation.method == "kbest":
        return answers.best_scores(operation.k)
    total = answers.log_partition()
    if operation.method == "marginals":
        return torch.autograd.grad(total.sum(), problem.emissions)[0].double()
    if operation.method == "nll":
        values = total - _scores(problem, problem.gold.unsqueeze(1)).squeeze(1)
    elif operation.method == "cross_entropy":
        log_probs = _scores(problem, problem.paths) - total.unsqueeze(1)
        values = -(problem.weights * log_probs).sum(1)
    else:
        values = total - answers.log_partition_allowed()
    gradients = torch.autograd.grad(values.sum(), problem.scores)
    return WithGradients(values.detach().sum(), *gradients)


def _scores(problem: Problem, paths: Tensor) -> Tensor:
    """The scores of paths [B, K, T], [B, K]."""
    lengths = problem.lengths.tolist()
    return torch.stack(
        [path_scores(problem, row, paths[row, :, :length]) for row, length in enumerate(lengths)]
    )
