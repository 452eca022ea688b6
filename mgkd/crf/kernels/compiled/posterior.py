"""log Z, marginals and expected transition counts, row by row."""

import math

import numpy as np
import torch
from torch import Tensor

from mgkd.crf.kernels.compiled.arrays import Prepared, space
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.compiled.messages import (
    LARGEST_GROWTH,
    VANISHING,
    pass_back,
    pass_both,
    pass_forward,
    workspace,
)
from mgkd.crf.kernels.compiled.threads import over_rows
from mgkd.crf.kernels.compiled.vectors import add_outer, aligned
from mgkd.crf.kernels.interface import EdgePosterior, Posterior
from mgkd.crf.kernels.plain import logspace


def log_partition(prepared: Prepared) -> Tensor:
    totals, memory = space(torch.float64, prepared.shape[0])
    sure = over_rows(_log_partition, prepared, memory)
    if not sure.all():
        rows = torch.from_numpy(~sure)
        totals[rows] = logspace.log_partition(prepared.potentials.select(rows))
    return totals


def forward_backward(prepared: Prepared, dtype: torch.dtype) -> Posterior:
    batch, count, labels = prepared.shape
    totals, totals_memory = space(torch.float64, batch)
    tokens, tokens_memory = space(dtype, batch, count, labels)
    counts, counts_memory = space(dtype, batch, labels, labels)
    found = Posterior(totals, tokens, counts)
    sure = over_rows(_forward_backward, prepared, totals_memory, tokens_memory, counts_memory)
    if not sure.all():
        rows = torch.from_numpy(~sure)
        _replace(found, rows, logspace.forward_backward(prepared.potentials.select(rows), dtype))
    return found


def edge_marginals(prepared: Prepared, dtype: torch.dtype) -> EdgePosterior:
    batch, count, labels = prepared.shape
    tokens, tokens_memory = space(dtype, batch, count, labels)
    edges, edges_memory = space(dtype, batch, count - 1, labels, labels)
    found = EdgePosterior(tokens, edges)
    sure = over_rows(_edge_marginals, prepared, tokens_memory, edges_memory)
    if not sure.all():
        rows = torch.from_numpy(~sure)
        _replace(found, rows, logspace.edge_marginals(prepared.potentials.select(rows), dtype))
    return found


def _replace(found: tuple[Tensor, ...], rows: Tensor, others: tuple[Tensor, ...]) -> None:
    for tensor, other in zip(found, others, strict=True):
        tensor[rows] = other


@part
def _growth(weights, labels):
    """The logarithm of the largest factor by which a step can multiply a sum; at least 0."""
    most = 1.0
    for i in range(labels):
        most = max(most, weights[i].sum(), weights[:labels, i].sum())
    return math.log(most)


@kernel
def _log_partition(emissions, transitions, start, end, lengths, totals, sure, first, last):
    longest, labels = emissions.shape[1:]
    work = workspace(transitions, longest)
    growth = _growth(work.forward, labels)
    for row in range(first, last):
        count = lengths[row]
        totals[row], norms = pass_forward(work, emissions[row], start, end, count)
        # The way back is needed only where the messages on it might be too large.
        sure[row] = norms > -np.inf and (
            count * growth - norms < LARGEST_GROWTH or pass_back(work, count, labels)
        )


@kernel
def _forward_backward(
    emissions, transitions, start, end, lengths, totals, tokens, counts, sure, first, last
):
    longest, labels = emissions.shape[1:]
    work = workspace(transitions, longest)
    taken = aligned(labels, labels)
    for row in range(first, last):
        count = lengths[row]
        totals[row], sure[row] = pass_both(work, emissions[row], start, end, count)
        if sure[row]:
            _token_marginals(work, count, tokens[row])
            taken[:] = 0.0
            add_outer(work.message, work.onward, count, labels, taken)
            for i in range(labels):
                for j in range(labels):
                    times = taken[i, j] * work.forward[i, j]
                    counts[row, i, j] = times if times > VANISHING else 0.0


@kernel
def _edge_marginals(emissions, transitions, start, end, lengths, tokens, edges, sure, first, last):
    longest, labels = emissions.shape[1:]
    work = workspace(transitions, longest)
    for row in range(first, last):
        count = lengths[row]
        _, sure[row] = pass_both(work, emissions[row], start, end, count)
        if not sure[row]:
            continue
        _token_marginals(work, count, tokens[row])
        for t in range(count - 1):
            for i in range(labels):
                reached = work.message[t, i]
                for j in range(labels):
                    probability = reached * work.forward[i, j] * work.onward[t + 1, j]
                    edges[row, t, i, j] = probability if probability > VANISHING else 0.0
        edges[row, count - 1 :] = 0.0


@part
def _token_marginals(work, count, tokens):
    labels = tokens.shape[1]
    for t in range(count):
        for j in range(labels):
            probability = work.message[t, j] * work.ahead[t, j]
            tokens[t, j] = probability if probability > VANISHING else 0.0
    tokens[count:] = 0.0
