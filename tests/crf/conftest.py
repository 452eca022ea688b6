"""Small chains of every kind, and their distributions written out sequence by sequence."""

import itertools
from dataclasses import dataclass

import pytest
import torch
from hypothesis import strategies as st
from torch import Tensor

from mgkd.crf import LinearChain
from mgkd.crf.kernels import CPU_KERNELS, using

MOST_SEQUENCES = 128


@pytest.fixture(scope="module", params=CPU_KERNELS, ids=lambda kernels: kernels.name)
def kernels(request):
    """Every chain made in the module uses these kernels."""
    with using(request.param):
        yield request.param


@dataclass
class Case:
    """Scores of a batch of chains, float64."""

    emissions: Tensor
    transitions: Tensor
    start: Tensor
    end: Tensor
    lengths: list[int]

    @property
    def mask(self) -> Tensor:
        return torch.arange(self.emissions.shape[1]) < torch.tensor(self.lengths).unsqueeze(1)

    @property
    def scores(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.emissions, self.transitions, self.start, self.end

    def chain(self) -> LinearChain:
        return LinearChain(*self.scores, self.mask)


class Written:
    """One row's distribution, with every label sequence and its score written out."""

    def __init__(self, case: Case, row: int) -> None:
        length, labels = case.lengths[row], case.emissions.shape[2]
        self.paths = list(itertools.product(range(labels), repeat=length))
        scores = [self._score(case, row, path) for path in self.paths]
        self.scores = torch.tensor(scores, dtype=torch.float64)
        self.log_partition = self.scores.logsumexp(0)
        self.log_probs = self.scores - self.log_partition
        self.probs = self.log_probs.exp()

    @staticmethod
    def _score(case: Case, row: int, path: tuple[int, ...]) -> float:
        total = float(case.start[path[0]]) + float(case.end[path[-1]])
        total += sum(float(case.emissions[row, token, label]) for token, label in enumerate(path))
        return total + sum(float(case.transitions[pair]) for pair in itertools.pairwise(path))

    def probability(self, event) -> float:
        """The summed probability of the sequences for which event(path) holds."""
        chosen = [index for index, path in enumerate(self.paths) if event(path)]
        return float(self.probs[chosen].sum())

    @property
    def legal(self) -> int:
        return int((self.scores > -torch.inf).sum())


@st.composite
def _cases(draw, scales=(0.3, 3.0, 40.0, 10_000.0), forbidding=True) -> Case:
    """Chains in which every row has a legal sequence, and some labels and transitions are not."""
    labels = draw(st.integers(1, 4))
    count = draw(st.integers(1, 5).filter(lambda count: labels**count <= MOST_SEQUENCES))
    lengths = draw(st.lists(st.integers(1, count), min_size=1, max_size=3))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**32 - 1)))
    scale = draw(st.sampled_from(scales))
    share = draw(st.sampled_from((0.0, 0.3, 0.7))) if forbidding else 0.0

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64) * scale

    def forbidden(*shape):
        return torch.rand(*shape, generator=generator) < share

    emissions, transitions = normal(len(lengths), count, labels), normal(labels, labels)
    start, end = normal(labels), normal(labels)
    bans = [forbidden(*scores.shape) for scores in (emissions, transitions, start, end)]
    for row, length in enumerate(lengths):
        path = torch.randint(labels, (length,), generator=generator)
        bans[0][row, torch.arange(length), path] = False
        bans[1][path[:-1], path[1:]] = False
        bans[2][path[0]] = bans[3][path[-1]] = False
    for scores, ban in zip((emissions, transitions, start, end), bans, strict=True):
        scores[ban] = -torch.inf
    return Case(emissions, transitions, start, end, lengths)


@pytest.fixture(scope="session")
def cases():
    """cases(scales=..., forbidding=...) is a strategy of cases."""
    return _cases


@pytest.fixture(scope="session")
def written():
    """written(case) is each row's distribution, sequence by sequence."""
    return lambda case: [Written(case, row) for row in range(len(case.lengths))]


@pytest.fixture(scope="session")
def make_case():
    """make_case(lengths, labels, scale, seed) is a case of normal scores, nothing forbidden."""

    def make(lengths, labels=3, scale=1.0, seed=0):
        generator = torch.Generator().manual_seed(seed)

        def normal(*shape):
            return torch.randn(*shape, generator=generator, dtype=torch.float64) * scale

        return Case(
            normal(len(lengths), max(lengths), labels),
            normal(labels, labels),
            normal(labels),
            normal(labels),
            list(lengths),
        )

    return make
