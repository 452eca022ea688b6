"""The tensors that every contender is given."""

from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor
from torch.nn.functional import one_hot

from mgkd.crf import LinearChain
from mgkd.crf.kernels import LOG_SPACE, using

PATHS = 16
ALLOWED_FROM = 4


@dataclass(frozen=True)
class Problem:
    """Scores of a batch of chains in float32, and what is asked about them.

    gold [B, T]; paths [B, 16, T] with their weights [B, 16], which add up to one in each row;
    allowed [B, T, L]: at each token the gold label and the labels of the 4 best paths.
    """

    emissions: Tensor
    transitions: Tensor
    start: Tensor
    end: Tensor
    lengths: Tensor
    mask: Tensor
    gold: Tensor
    paths: Tensor
    weights: Tensor
    allowed: Tensor

    @property
    def scores(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The leaves that gradients are asked for."""
        return self.emissions, self.transitions, self.start, self.end

    @classmethod
    def drawn(cls, lengths: Tensor, labels: int, seed: int) -> "Problem":
        """Emissions are normal(0, 3), other scores normal(0, 1); gold and paths are samples."""
        problem = cls.with_random_labels(lengths, labels, seed)
        chain = problem.exact()
        sampled = chain.sample(PATHS + 1, Generator().manual_seed(seed))
        gold, paths = sampled[:, 0], sampled[:, 1:].contiguous()
        best = chain.kbest(ALLOWED_FROM)
        allowed = torch.zeros_like(problem.allowed).scatter_(2, gold.unsqueeze(2), True)
        # A short row may have fewer paths than asked for.
        for path, found in zip(best.paths.unbind(1), best.valid.unbind(1), strict=True):
            allowed |= one_hot(path, labels).bool() & found.view(-1, 1, 1)
        return replace(problem, gold=gold, paths=paths, allowed=allowed)

    @classmethod
    def with_random_labels(cls, lengths: Tensor, labels: int, seed: int) -> "Problem":
        """The same scores; gold and paths are any labels, and all labels are allowed."""
        generator = Generator().manual_seed(seed)
        batch, count = len(lengths), int(lengths.max())
        return cls(
            emissions=(3 * torch.randn(batch, count, labels, generator=generator)).requires_grad_(),
            transitions=torch.randn(labels, labels, generator=generator).requires_grad_(),
            start=torch.randn(labels, generator=generator).requires_grad_(),
            end=torch.randn(labels, generator=generator).requires_grad_(),
            lengths=lengths,
            mask=torch.arange(count) < lengths.unsqueeze(1),
            gold=torch.randint(labels, (batch, count), generator=generator),
            paths=torch.randint(labels, (batch, PATHS, count), generator=generator),
            weights=torch.rand(batch, PATHS, generator=generator).softmax(1),
            allowed=torch.ones(batch, count, labels, dtype=torch.bool),
        )

    def exact(self) -> LinearChain:
        """The chain in float64 and in log-space, which the answers are taken from."""
        with using(LOG_SPACE):
            return LinearChain(*(scores.double() for scores in self.scores), self.mask)


def ragged_lengths(batch: int, tokens: int, seed: int) -> Tensor:
    """Lengths between a quarter of the tokens and all of them, [B] long.

    The first row has all the tokens; the last one, where there is another, has a single token.
    """
    generator = Generator().manual_seed(seed)
    lengths = torch.randint(max(1, tokens // 4), tokens + 1, (batch,), generator=generator)
    lengths[-1] = 1
    lengths[0] = tokens
    return lengths
