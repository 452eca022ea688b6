"""Whether an answer is right, and in words what is wrong with it and where."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from benchmarks.crf.answers import path_scores
from benchmarks.crf.contenders.contender import WithGradients
from benchmarks.crf.operations import Operation
from benchmarks.crf.problem import Problem

# float32 leaves more digits than these. A mistake shows in the first ones.
VALUE, GRADIENT, MARGINAL = 1e-4, 5e-3, 5e-3
# Of scores that two paths may differ by and both be called best.
SCORE = 5e-6


def faults(
    operation: Operation, problem: Problem, found: Any, expected: WithGradients | Tensor
) -> list[str]:
    """What is wrong with what a contender found; nothing if it is right."""
    if operation.gradient:
        return _wrong_values(problem, found, expected)
    if operation.method == "marginals":
        rows = _differing_rows(problem, found.double(), expected, MARGINAL)
        return _described({"wrong marginals": rows}, problem)
    wrong = defaultdict(list)
    for row, paths in enumerate(_paths(operation, problem, found)):
        fault = _path_fault(problem, row, paths, expected[row])
        if fault is not None:
            wrong[fault].append(row)
    return _described(wrong, problem)


def _wrong_values(problem: Problem, found: WithGradients, expected: WithGradients) -> list[str]:
    wrong = []
    if not _close(found.value.double(), expected.value, VALUE):
        wrong.append(f"wrong value, {found.value.item():.4g} for {expected.value.item():.4g}")
    if found.emissions[~problem.mask].any():
        wrong.append("a gradient on padding")
    rows = _differing_rows(problem, found.emissions.double(), expected.emissions, GRADIENT)
    wrong += _described({"wrong gradient of emissions": rows}, problem)
    for name in ("transitions", "start", "end"):
        if not _close(getattr(found, name).double(), getattr(expected, name), GRADIENT):
            wrong.append(f"wrong gradient of {name}")
    return wrong


def _close(found: Tensor, expected: Tensor, tolerance: float) -> bool:
    """To within a share of the largest number, or of one."""
    limit = tolerance * max(1.0, expected.abs().max().item())
    return found.shape == expected.shape and bool(((found - expected).abs() <= limit).all())


def _differing_rows(
    problem: Problem, found: Tensor, expected: Tensor, tolerance: float
) -> list[int]:
    """Rows in which numbers on real tokens, [B, T, L], are not close."""
    return [
        row
        for row, length in enumerate(problem.lengths.tolist())
        if not _close(found[row, :length], expected[row, :length], tolerance)
    ]


def _paths(operation: Operation, problem: Problem, found: Any) -> list[list[list[int]]]:
    """Each row's paths, without padding, from a tensor or lists."""
    rows = found.tolist() if isinstance(found, Tensor) else found
    if operation.k is None:
        rows = [[path] for path in rows]
    lengths = problem.lengths.tolist()
    if isinstance(found, Tensor):
        return [[path[:n] for path in row] for row, n in zip(rows, lengths, strict=True)]
    return [[[int(label) for label in path] for path in row] for row in rows]


def _path_fault(
    problem: Problem, row: int, paths: Sequence[Sequence[int]], best: Tensor
) -> str | None:
    """What is wrong with a row's paths; beyond as many as there are, anything may be found."""
    best = best[best > -torch.inf]
    paths = paths[: len(best)]
    length, labels = int(problem.lengths[row]), len(problem.start)
    if len(paths) < len(best):
        return "too few paths"
    if any(len(path) != length for path in paths):
        return "paths of another length"
    if not all(0 <= label < labels for path in paths for label in path):
        return "labels that do not exist"
    if len({tuple(path) for path in paths}) < len(paths):
        return "duplicate paths"
    scores = path_scores(problem, row, torch.tensor(paths)).detach()
    if _same_scores(scores, best):
        return None
    if _same_scores(scores.sort(descending=True).values, best):
        return "the best paths in another order"
    return "other paths than the best" if len(best) > 1 else "another path than the best"


def _same_scores(scores: Tensor, best: Tensor) -> bool:
    return bool(((scores - best).abs() <= 1e-4 + SCORE * best.abs()).all())


def _described(wrong: dict[str, list[int]], problem: Problem) -> list[str]:
    """Faults with the rows that have them in words."""
    longest = int(problem.lengths.max())
    described = []
    for fault, rows in wrong.items():
        lengths = problem.lengths[rows].tolist()
        if not rows:
            continue
        if len(rows) == len(problem.lengths):
            where = "every row"
        elif max(lengths) == 1:
            where = "rows of one token"
        elif max(lengths) < longest:
            where = "rows shorter than the longest"
        else:
            where = f"{len(rows)} of {len(problem.lengths)} rows"
        described.append(f"{fault} ({where})")
    return described
