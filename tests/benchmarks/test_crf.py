import io
import re
import time

import pytest
import torch
from rich.console import Console

from benchmarks.crf.answers import FromChain, WrittenOut, expected
from benchmarks.crf.command import main
from benchmarks.crf.contenders import Ours, Reference
from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.measurement import Row, Sheet, measure
from benchmarks.crf.operations import FUZZY, KBEST, MARGINALS, NLL, OPERATIONS, VITERBI
from benchmarks.crf.problem import Problem, ragged_lengths
from benchmarks.crf.report import operation_table, sweep_table
from benchmarks.crf.targets import outcomes
from benchmarks.crf.timing import interleaved
from benchmarks.crf.trial import tried_on_small

FOUR_BEST = KBEST[1]
LENGTHS = torch.tensor([4, 1, 2])


@pytest.fixture
def problem():
    return Problem.drawn(LENGTHS, labels=5, seed=0)


@pytest.fixture
def trial(problem):
    """trial(operation, contender) is the contender's row after all checks, hardly timed."""

    def run(operation, *contenders, patience=10.0):
        sheet = measure(operation, problem, contenders, 1, seconds=1e-4, patience=patience)
        return sheet.row(contenders[-1].name)

    return run


class Peer(Ours):
    name = "peer"
    own = False


class Duplicating(Peer):
    """Gives short rows their best path over and over."""

    def kbest(self, k):
        paths = super().kbest(k)
        short = self.problem.lengths < self.problem.lengths.max()
        return torch.where(short.view(-1, 1, 1), paths[:, :1], paths)


class Unordered(Peer):
    def kbest(self, k):
        return super().kbest(k).flip(1)


class Greedy(Peer):
    """Lists, and the likeliest label of each token in place of the best path."""

    def viterbi(self):
        rows = self.marginals().argmax(-1).tolist()
        return [row[:length] for row, length in zip(rows, self.problem.lengths, strict=True)]


class WrongAtOneToken(Peer):
    def marginals(self):
        found = super().marginals()
        found[self.problem.lengths == 1] = 0.5
        return found


class WrongSlope(Peer):
    def nll(self):
        found = super().nll()
        return found._replace(transitions=-found.transitions)


class Modifying(Peer):
    def nll(self):
        with torch.no_grad():
            self.problem.emissions[0, 0] = -1e4
        return super().nll()


class Raising(Peer):
    def nll(self):
        raise IndexError("dimension specified as 0 but tensor has no dimensions")


class Sleeping(Peer):
    """Slow where there are more labels than in the small checks."""

    def nll(self):
        if len(self.problem.start) > 3:
            time.sleep(30)
        return super().nll()


@pytest.mark.parametrize("tokens", [4, 32, 64])
def test_lengths_are_ragged(tokens):
    lengths = ragged_lengths(32, tokens, seed=0)
    assert lengths[0] == tokens == lengths.max()
    assert lengths[-1] == 1
    assert lengths[:-1].min() >= tokens // 4
    assert len(lengths.unique()) > 3
    assert torch.equal(lengths, ragged_lengths(32, tokens, seed=0))
    assert ragged_lengths(1, tokens, seed=0).tolist() == [tokens]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_answers_agree(problem, operation):
    """Sequences written out, and the chain that answers for batches too large for that."""
    written, found = (expected(kind(problem), operation) for kind in (WrittenOut, FromChain))
    for one, other in zip(written, found, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
@pytest.mark.parametrize("contender", [Ours, Reference], ids=lambda contender: contender.name)
def test_what_is_right_is_found_right(trial, operation, contender):
    row = trial(operation, contender)
    assert row.wrong == () and row.skipped is None
    assert row.correct


@pytest.mark.parametrize(
    ("operation", "contender", "remark"),
    [
        (FOUR_BEST, Duplicating, r"duplicate paths \(rows shorter than the longest\): the timed"),
        (FOUR_BEST, Unordered, r"the best paths in another order \(every row\)"),
        (VITERBI, Greedy, r"another path than the best"),
        (MARGINALS, WrongAtOneToken, r"wrong marginals \(rows of one token\): the timed tensors"),
        (NLL, WrongSlope, r"wrong gradient of transitions: the timed tensors"),
        (NLL, Modifying, r"modifies the caller's scores: the timed tensors, rows of one length"),
        (NLL, Raising, r"raises IndexError: dimension specified as 0"),
    ],
)
def test_what_is_wrong_is_said_in_words(trial, operation, contender, remark):
    row = trial(operation, contender)
    assert not row.correct
    assert re.search(remark, "; ".join(row.wrong))


def test_where_a_fault_shows_is_said_once():
    found = tried_on_small(FOUR_BEST, Duplicating)
    assert found["duplicate paths (rows shorter than the longest)"] == [
        "rows of several lengths",
        "a row of one token among others",
    ]


def test_who_changes_the_scores_does_not_spoil_them_for_others(problem, trial):
    before = problem.emissions.clone()
    assert trial(NLL, Modifying, Ours).correct
    assert torch.equal(before, problem.emissions)


def test_a_call_without_end_is_given_up(trial):
    row = trial(NLL, Sleeping, patience=0.1)
    assert row.seconds is None and not row.correct
    assert row.skipped == "one call takes more than 0.1 s: skipped"


class Clock:
    """Stands still but for calls, which take the seconds that they were given."""

    def __init__(self):
        self.now = 0.0
        self.order = []

    def __call__(self):
        return self.now

    def taking(self, name, *seconds):
        remaining = [0.0, *seconds]  # one call is not timed

        def call():
            self.order.append(name)
            self.now += remaining.pop(0)

        return call


def test_times_are_medians_of_calls_in_turns():
    clock = Clock()
    calls = {"a": clock.taking("a", 0.1, 0.9, 0.2), "b": clock.taking("b", 0.4, 0.4, 0.4)}
    assert interleaved(calls, seconds=2, clock=clock) == pytest.approx({"a": 0.2, "b": 0.4})
    assert "".join(clock.order) == "ab" * 4


@pytest.mark.parametrize(("cold", "order"), [(False, "ab" * 2 + "aabb" * 2), (True, "ab" * 4)])
def test_a_short_call_is_timed_in_its_own_caches_unless_asked_otherwise(cold, order):
    clock = Clock()
    calls = {name: clock.taking(name, *[0.01] * 5) for name in "ab"}
    interleaved(calls, seconds=0.02, clock=clock, cold=cold)
    assert "".join(clock.order) == order


def test_a_long_call_is_timed_once():
    clock = Clock()
    calls = {"slow": clock.taking("slow", 50), "fast": clock.taking("fast", *[1] * 5)}
    assert interleaved(calls, seconds=10, clock=clock) == {"slow": 50, "fast": 1}
    assert clock.order.count("fast") == 6


def row(name, seconds, **changes):
    changes = {"own": name.startswith("ours"), "compiled": False, **changes}
    return Row(name, seconds=seconds, **changes)


def sheet(operation, *rows):
    return Sheet(operation, (32, 64, 28), 1, rows)


def test_ratios_are_times_over_ours():
    rows = [row("ours", 0.002), row("ours, plain torch", 0.003), row("peer", 0.05)]
    rows.append(row("wrong", 0.001, wrong=("duplicate paths",)))
    rows.append(row("crfsuite", 0.0005, compiled=True))
    rows.append(row("slow", None, skipped="one call takes more than 20 s: skipped"))
    assert operation_table(sheet(NLL, *rows)).rows == [
        ("ours", "2.000", "1.00", "correct"),
        ("ours, plain torch", "3.000", "1.50", "correct"),
        ("peer", "50.000", "25.00", "correct"),
        ("wrong", "1.000", "0.50", "wrong: duplicate paths"),
        ("crfsuite", "0.500", "0.25", "correct"),
        ("slow", "-", "-", "one call takes more than 20 s: skipped"),
    ]
    assert sweep_table([sheet(NLL, *rows)]).rows == [
        ("32 x 64 x 28", "2.000", "1.50", "25.00", "peer", "0.25", "wrong")
    ]


def test_targets_are_measured_against_the_fastest_correct_peer():
    rows = [
        row("ours", 0.002),
        row("ours, plain torch", 0.004),
        row("wrong", 0.001, wrong=("duplicate paths",)),
        row("skipped", None, skipped="needs 46 GB: skipped"),
        row("slow", 0.08),
        row("fast", 0.06),
        row("python-crfsuite", 0.003, compiled=True),
    ]
    nll = [row("ours", 0.001), row("ours, plain torch", 0.001)]
    found = {
        (outcome.target.operation, outcome.target.contender.name, outcome.against): outcome.ratio
        for outcome in outcomes([sheet(VITERBI, *rows), sheet(FUZZY, *rows), sheet(NLL, *nll)])
    }
    assert found["viterbi", "ours", "fast"] == pytest.approx(30)
    assert found["viterbi", "ours", "python-crfsuite"] == pytest.approx(1.5)
    assert found["fuzzy", "ours", "nll"] == pytest.approx(2)
    assert found["nll", "ours", "fastest correct torch peer"] is None
    assert found["kbest-8", "ours", "fastest correct torch peer"] is None


class Absent(Contender):
    name, distribution, module = "absent", "mgkd-no-such-package", "mgkd_no_such_package"


class Broken(Contender):
    name, distribution, module = "broken", "numpy", "numpy.no_such_module"


def test_the_whole_of_it_without_peers(tmp_path):
    """Peers that are missing are said to be, and the tables come all the same."""
    shown = io.StringIO()
    sizes = ["--batch", "2", "--tokens", "4", "--labels", "3", "--seconds", "0.01"]
    arguments = ["--quick", *sizes, "--markdown", str(tmp_path / "tables.md")]
    threads = torch.get_num_threads()
    try:
        console = Console(file=shown, width=120)
        assert main(arguments, peers=(Absent, Broken), console=console) == 0
    finally:
        torch.set_num_threads(threads)
    text, markdown = shown.getvalue(), (tmp_path / "tables.md").read_text()
    assert re.search(r"absent +- +not installed", text)
    assert re.search(r"broken +[\d.]+ +does not import: No module named 'numpy.no_such", text)
    assert f"torch {torch.__version__}" in text
    for operation in OPERATIONS:
        assert f"({operation.name}); B=2, T=4, L=3, 1 thread" in text
        assert f"({operation.name}); B=2, T=4, L=3, 1 thread" in markdown
    assert re.search(r"cross_entropy +ours +nll +at most 1.5 +[\d.]+", text)
    assert re.search(r"\| cross_entropy \| ours \| nll \| at most 1.5 \| [\d.]+ \|", markdown)
    assert "wrong:" not in text
