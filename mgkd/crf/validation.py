"""What a chain refuses, and in which words.

A check asks the device for one truth value; only when it is false is the place looked for. What
the kernels find wrong is looked for here as well.
"""

from typing import NoReturn

import torch
from torch import Tensor


class RowError(ValueError):
    """Scores of a row of a batch that are no distribution's.

    Attributes:
        row: the first such row.
        problem: what is wrong, without the row.
    """

    def __init__(self, message: str, row: int, problem: str) -> None:
        super().__init__(message)
        self.row = row
        self.problem = problem


def check_shapes(
    emissions: Tensor, transitions: Tensor, start: Tensor, end: Tensor, mask: Tensor
) -> None:
    """Raise ValueError unless the shapes fit together and the mask is boolean."""
    if emissions.dim() != 3 or 0 in emissions.shape:
        raise ValueError(
            "emissions must have shape [B, T, L] with at least one row, token and label, "
            f"but theirs is {list(emissions.shape)}"
        )
    batch, count, labels = emissions.shape
    expected = {
        "transitions": (transitions, [labels, labels]),
        "start": (start, [labels]),
        "end": (end, [labels]),
        "mask": (mask, [batch, count]),
    }
    for name, (tensor, shape) in expected.items():
        if list(tensor.shape) != shape:
            raise ValueError(
                f"{name} must have shape {shape} for emissions of shape {[batch, count, labels]}, "
                f"but has {list(tensor.shape)}"
            )
    if mask.dtype != torch.bool:
        raise ValueError(f"mask must be a bool tensor, but is {mask.dtype}")


def refuse(
    emissions: Tensor, transitions: Tensor, start: Tensor, end: Tensor, mask: Tensor
) -> NoReturn:
    """Raise ValueError naming the place where scores or mask are not sound."""
    _refuse_mask(mask)
    for name, scores in {"transitions": transitions, "start": start, "end": end}.items():
        if not (scores < torch.inf).all():
            raise ValueError(f"{name} hold NaN or +inf; scores must be finite or -inf")
    tokens = (emissions < torch.inf).all(-1) | ~mask
    row = _first(~tokens.all(1))
    place, rule = f"at token {_first(~tokens[row])}", "scores must be finite or -inf"
    raise RowError(
        f"emissions hold NaN or +inf in row {row} {place}; {rule}",
        row,
        f"emissions hold NaN or +inf {place}; {rule}",
    )


def _refuse_mask(mask: Tensor) -> None:
    """Raise ValueError unless each row of mask [B, T] is true on a prefix, and not empty."""
    empty = ~mask.any(1)
    if empty.any():
        raise ValueError(
            f"row {_first(empty)} of the mask is empty; a chain needs at least one token, so "
            "leave empty sentences out of the batch"
        )
    torn = (mask[:, 1:] & ~mask[:, :-1]).any(1)
    if torn.any():
        raise ValueError(
            f"row {_first(torn)} of the mask is not a prefix: real tokens must come first and "
            "padding last"
        )


def check_legal(log_weight: Tensor) -> None:
    """Raise RowError naming each row of log_weight [B] that is -inf: it has no legal sequence."""
    if log_weight.min().item() > -torch.inf:
        return
    rows = (log_weight == -torch.inf).nonzero().flatten().tolist()
    named = ", ".join(map(str, rows[:8])) + (", ..." if len(rows) > 8 else "")
    reason = "every one meets a score of -inf, in its emissions, transitions, start or end"
    raise RowError(
        f"no label sequence is legal in row{'s' if len(rows) > 1 else ''} {named}: {reason}",
        rows[0],
        f"no label sequence is legal: {reason}",
    )


def check_paths(paths: Tensor, mask: Tensor) -> None:
    """Raise TypeError unless paths are integers, ValueError unless [B, T] or [B, K, T]."""
    if paths.is_floating_point() or paths.is_complex() or paths.dtype == torch.bool:
        raise TypeError(f"paths must be integers, but are {paths.dtype}")
    if paths.dim() not in (2, 3) or (paths.shape[0], paths.shape[-1]) != tuple(mask.shape):
        batch, count = mask.shape
        raise ValueError(
            f"paths must have shape [{batch}, {count}] or [{batch}, K, {count}], "
            f"but theirs is {list(paths.shape)}"
        )


def refuse_labels(paths: Tensor, mask: Tensor, labels: int) -> NoReturn:
    """Raise ValueError naming a label of paths [B, K, T] that is out of range on a real token."""
    wrong = ((paths < 0) | (paths >= labels)) & mask.unsqueeze(1)
    row, _, token = wrong.nonzero()[0].tolist()
    label = paths[wrong][0].item()
    raise ValueError(
        f"label {label} in row {row} at token {token} is not one of the {labels} labels"
    )


def check_same_lengths(lengths: Tensor, others: Tensor) -> None:
    """Raise ValueError unless two chains have as many real tokens in each row."""
    different = lengths != others
    if bool(different.any().item()):
        row = _first(different)
        raise ValueError(
            f"the chains must have the same mask, but row {row} has {lengths[row].item()} tokens "
            f"in one and {others[row].item()} in the other"
        )


def check_span_shapes(start: Tensor, end: Tensor, labels: Tensor, mask: Tensor) -> None:
    """Raise ValueError unless start and end are [B] or [B, N], and labels that and S more."""
    fits = start.dim() in (1, 2) and len(start) == len(mask) and start.shape == end.shape
    if not (fits and labels.dim() == start.dim() + 1 and labels.shape[:-1] == start.shape):
        raise ValueError(
            f"for {len(mask)} rows, start and end must have shape [{len(mask)}] or "
            f"[{len(mask)}, N] and labels the same and S more, but theirs are "
            f"{list(start.shape)}, {list(end.shape)} and {list(labels.shape)}"
        )


def check_spans(start: Tensor, end: Tensor, labels: Tensor, lengths: Tensor, count: int) -> None:
    """Raise ValueError for a span outside its row, or without labels among count for its tokens.

    start, end [B, N]; labels [B, N, S]; lengths [B].
    """
    inside = (start >= 0) & (start < end) & (end <= lengths.unsqueeze(1))
    spelled = end - start <= labels.shape[2]
    within = torch.arange(labels.shape[2], device=labels.device) < (end - start).unsqueeze(2)
    known = (((labels >= 0) & (labels < count)) | ~within).all(2)
    if bool((inside & spelled & known).all().item()):
        return
    row, index = (~(inside & spelled & known)).nonzero()[0].tolist()
    span = f"span {index} of row {row}, [{start[row, index].item()}, {end[row, index].item()})"
    if not inside[row, index]:
        raise ValueError(f"{span}, does not lie within the row's {lengths[row].item()} tokens")
    if not spelled[row, index]:
        raise ValueError(f"{span}, has more tokens than the {labels.shape[2]} labels given for it")
    raise ValueError(f"{span}, has a label that is not one of the {count} labels")


def _first(wrong: Tensor) -> int:
    return int(wrong.nonzero()[0].item())
