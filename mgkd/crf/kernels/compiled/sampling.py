"""Exact independent samples: forward messages, then labels drawn from the last to the first."""

import numpy as np
import torch
from torch import Generator, Tensor

from mgkd.crf.kernels.compiled.arrays import Prepared, space
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.compiled.messages import pass_both, workspace
from mgkd.crf.kernels.compiled.threads import over_rows
from mgkd.crf.kernels.plain import sampling


def sample(prepared: Prepared, n: int, generator: Generator | None) -> Tensor:
    """Forward filtering, backward sampling (Scott 2002); one uniform number a label."""
    batch, count, _ = prepared.shape
    uniform = torch.rand(batch, n, count, dtype=torch.float64, generator=generator, device="cpu")
    paths, memory = space(torch.long, batch, n, count)
    memory.fill(0)
    sure = over_rows(_sample, prepared, uniform.numpy(), memory)
    if not sure.all():
        rows = torch.from_numpy(~sure)
        paths[rows] = sampling.sample(prepared.potentials.select(rows), n, generator)
    return paths


@kernel
def _sample(emissions, transitions, start, end, lengths, uniform, paths, sure, first, last):
    longest, labels = emissions.shape[1:]
    work = workspace(transitions, longest)
    chances = np.empty(labels)
    for row in range(first, last):
        count = lengths[row]
        _, sure[row] = pass_both(work, emissions[row], start, end, count)
        if not sure[row]:
            continue
        for k in range(paths.shape[1]):
            for j in range(labels):
                chances[j] = work.message[count - 1, j]
            label = _draw(chances, uniform[row, k, count - 1])
            paths[row, k, count - 1] = label
            for t in range(count - 2, -1, -1):
                for i in range(labels):
                    chances[i] = work.message[t, i] * work.forward[i, label]
                label = _draw(chances, uniform[row, k, t])
                paths[row, k, t] = label


@part
def _draw(chances, uniform):
    """A label with a chance in proportion to its weight, never one of weight zero."""
    wanted = uniform * chances.sum()
    drawn = 0
    for label in range(chances.shape[0]):
        if chances[label] > 0.0:
            drawn = label
            wanted -= chances[label]
            if wanted < 0.0:
                break
    return drawn
