"""A check that never complains is worth nothing: every promise is broken once."""

import pytest
import torch
from torch import nn

from mgkd.distillation import FuzzyCRF, GoldNLL, KBestCrossEntropy, Loss, Needs
from mgkd.testing import check_loss


class BestPath(Loss):
    """A correct loss, which the others below are spoilt copies of."""

    needs = Needs(paths=2)

    def forward(self, student, teacher, batch):
        return -student.chain.log_prob(teacher.best(2).paths)[:, 0]


class Mean(BestPath):
    def forward(self, student, teacher, batch):
        return super().forward(student, teacher, batch).mean()


class Number(BestPath):
    def forward(self, student, teacher, batch):
        return 1.0


class Deaf(BestPath):
    def forward(self, student, teacher, batch):
        return super().forward(student, teacher, batch).detach()


class Numb(BestPath):
    def forward(self, student, teacher, batch):
        return 0.0 * super().forward(student, teacher, batch)


class Endless(BestPath):
    """Counts paths that do not exist."""

    def forward(self, student, teacher, batch):
        best = teacher.best(2)
        return -(best.log_probs + student.chain.log_prob(best.paths)).sum(dim=1)


class NaNGradient(BestPath):
    def forward(self, student, teacher, batch):
        zero = 0.0 * super().forward(student, teacher, batch)
        return super().forward(student, teacher, batch) + zero.sqrt()


class Ordered(BestPath):
    def forward(self, student, teacher, batch):
        values = super().forward(student, teacher, batch)
        return values * torch.arange(1, len(values) + 1)


class Contrastive(BestPath):
    """Weighs a sentence against the others of its batch."""

    def forward(self, student, teacher, batch):
        values = super().forward(student, teacher, batch)
        return values * values.mean()


class Padded(BestPath):
    """A mean over tokens that takes padding for tokens."""

    def forward(self, student, teacher, batch):
        return super().forward(student, teacher, batch) / batch.mask.shape[1]


class Greedy(BestPath):
    """Declares one path and takes two."""

    needs = Needs(paths=1)


class Undeclared(BestPath):
    needs = Needs()


class Wasteful(BestPath):
    """Declares five paths and takes two."""

    needs = Needs(paths=5)


class Uninterested(BestPath):
    """Declares a need of the teacher and asks the student alone."""

    def forward(self, student, teacher, batch):
        return student.chain.entropy()


class Overhearing(BestPath):
    """Takes all paths that are there, whoever asked for them."""

    def forward(self, student, teacher, batch):
        weights = teacher.weights()
        return -(weights * student.chain.log_prob(teacher.paths)).sum(dim=1)


class MadeUpGold(BestPath):
    """Takes the zeros of unlabelled sentences for gold."""

    def forward(self, student, teacher, batch):
        return -student.chain.log_prob(batch.labels)


class Blind(BestPath):
    """Declares a need of hidden states and does not look at them."""

    needs = Needs(paths=2, hidden=True)


class Peeping(BestPath):
    """Looks at hidden states that it has not declared."""

    def forward(self, student, teacher, batch):
        return super().forward(student, teacher, batch) + teacher.states.hidden[-1].mean(dim=(1, 2))


class Overlooking(Loss):
    """Takes what is on padding for tokens."""

    needs = Needs(hidden=True)

    def forward(self, student, teacher, batch):
        mean = student.states.hidden[-1].mean(dim=1)
        return (mean - teacher.states.hidden[-1].mean(dim=1)[:, :6]).square().sum(dim=1)


class Unbound(Loss):
    """Cannot compare what it gets."""

    needs = Needs(hidden=True)

    def bind(self, student, teacher):
        self.scale = student.hidden[-1] / teacher.hidden[7]

    def forward(self, student, teacher, batch):
        raise AssertionError("never asked")


class Idle(BestPath):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))


class Broken(BestPath):
    def forward(self, student, teacher, batch):
        return student.logits


class NoNeeds(BestPath):
    needs = 2


@pytest.mark.parametrize(
    "loss, complaint",
    [
        (Mean(), r"Mean on sentences of 5, 1, 3 and 2 tokens: gives the shape \[\].*\[B\] = \[4\]"),
        (Number(), "gives float, not a tensor"),
        (Deaf(), "the result has no gradient"),
        (Numb(), "no gradient reaches the student's scores"),
        (Endless(), r"row 0 \(tokens: 5\) is inf"),
        (NaNGradient(), "a gradient is not finite"),
        (Ordered(), "depends on the order of the sentences"),
        (Contrastive(), "depends on the other sentences"),
        (Padded(), "depends on how far the batch is padded"),
        (Greedy(), "raised ValueError: 2 paths are wanted and 1 were asked"),
        (Undeclared(), "raised AttributeError: 'NoneType'"),
        (Wasteful(), r"ask for 5 .* makes use of 2: .* declare Needs\(paths=2\)"),
        (Uninterested(), r"ask for 2 .* makes use of 0: .* declare Needs\(paths=0\)"),
        (Overhearing(), "depends on what other losses ask for"),
        (MadeUpGold(), "half unlabelled: reads labels of a sentence that has none"),
        (Blind(), r"ask for inner states \(hidden\), but it makes no use of them"),
        (Peeping(), "raised AttributeError: 'NoneType' object has no attribute 'hidden'"),
        (Overlooking(), "depends on"),
        (Unbound(), "Unbound, let know whose inner states it gets.*IndexError"),
        (Idle(), "no gradient reaches the loss's parameter scale"),
        (Broken(), "raised AttributeError: 'TaggerOutput' object has no attribute 'logits'"),
        (NoNeeds(), "`needs` is no Needs but 2"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Loss) else "",
)
def test_a_broken_promise_is_named(loss, complaint):
    with pytest.raises(AssertionError, match=complaint):
        check_loss(loss)


@pytest.mark.parametrize("loss", [BestPath(), GoldNLL(), FuzzyCRF(2), KBestCrossEntropy(2)])
def test_a_correct_loss_passes(loss):
    check_loss(loss)


def test_a_loss_with_parameters_of_its_own_passes():
    class Scaled(BestPath):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(()))

        def forward(self, student, teacher, batch):
            return self.scale * super().forward(student, teacher, batch)

    check_loss(Scaled())


def test_a_loss_that_looks_inside_passes():
    class Means(Loss):
        """As docs/extending.md shows it."""

        needs = Needs(hidden=True)

        def bind(self, student, teacher):
            self.project = nn.Linear(student.hidden[-1], teacher.hidden[-1])

        def forward(self, student, teacher, batch):
            own = self.project(student.states.hidden[-1])
            difference = (own - teacher.states.hidden[-1]).masked_fill(~batch.mask.unsqueeze(2), 0)
            return difference.square().sum(dim=(1, 2)) / batch.mask.sum(dim=1)

    check_loss(Means())
