"""What is particular to the compiled kernels: threads, the certificate, what is kept on disk."""

import importlib
import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from mgkd.crf import LinearChain
from mgkd.crf.kernels import COMPILED, LOG_SPACE, using
from mgkd.crf.kernels.compiled import compilation
from mgkd.crf.kernels.compiled.exponential import exp
from mgkd.crf.kernels.plain import logspace

threads = importlib.import_module("mgkd.crf.kernels.compiled.threads")


@compilation.kernel
def exponentials(numbers, out):
    for place in range(numbers.size):
        out[place] = exp(numbers[place])


@pytest.fixture
def set_threads():
    """torch.set_num_threads, undone afterwards."""
    before = torch.get_num_threads()
    yield torch.set_num_threads
    torch.set_num_threads(before)


@pytest.fixture
def large(make_case):
    """A chain with enough to do for several threads, in rows of many lengths."""
    return make_case([200, 1, 64, 133, 190, 2, 171, 55, 8, 180], labels=90, scale=2.0)


def results(case):
    scores = [scores.clone().requires_grad_() for scores in case.scores]
    chain = LinearChain(*scores, case.mask)
    best = chain.kbest(5)
    gradients = torch.autograd.grad(chain.entropy().sum() + best.scores.sum(), scores)
    return [chain.log_partition(), chain.marginals(), best.paths, chain.viterbi().paths, *gradients]


def test_exponential_is_right_to_the_last_digits():
    numbers = np.concatenate([np.linspace(-708, 700, 100_001), [0.0, -0.0, -1e-300, 1e-300]])
    out = np.empty_like(numbers)
    exponentials(numbers, out)
    np.testing.assert_allclose(out, np.exp(numbers), rtol=3e-16)


def test_exponential_of_the_vanishing_is_zero():
    numbers = np.array([-708.01, -1e4, -1e308, -np.inf])
    out = np.ones_like(numbers)
    exponentials(numbers, out)
    assert not out.any()


# Brute force knows few labels and tokens only. Rows of labels are padded to eight and gone through
# in blocks of up to 32; tokens are added up in blocks of 64.
@pytest.mark.parametrize("labels", [1, 5, 8, 9, 17, 24, 25, 33, 41, 64, 73])
def test_as_in_log_space_whatever_the_number_of_labels(labels, make_case):
    case = make_case([70, 1, 64, 66, 2], labels=labels, scale=2.0, seed=labels)
    if labels > 2:
        case.transitions[0, 1] = case.emissions[0, 3, 2] = case.end[1] = -torch.inf
    found = everything_of(case)
    with using(LOG_SPACE):
        expected = everything_of(case)
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value, rtol=1e-9, atol=1e-9, msg=name)


def everything_of(case):
    """All results of a chain and a gradient of each, by name."""
    scores = [scores.clone().requires_grad_() for scores in case.scores]
    chain = LinearChain(*scores, case.mask)
    best = chain.kbest(6)
    paths = best.paths.flip(2) % case.emissions.shape[2]
    paths = torch.where(paths == 1, 0, paths) if case.emissions.shape[2] > 1 else paths
    values = {
        "log_partition": chain.log_partition(),
        "log_prob": chain.log_prob(paths).clamp(min=-1e6),
        "kbest": best.scores.clamp(min=-1e6),
        "viterbi": chain.viterbi().scores,
        "marginals": chain.marginals(),
        "edge_marginals": chain.edge_marginals(),
        "entropy": chain.entropy(),
    }
    found = {"paths": best.paths, "best path": chain.viterbi().paths}
    for name, value in values.items():
        generator = torch.Generator().manual_seed(0)
        weights = torch.randn(value.shape, generator=generator, dtype=value.dtype)
        gradients = torch.autograd.grad(value, scores, weights, retain_graph=True)
        parts = zip(("emissions", "transitions", "start", "end"), gradients, strict=True)
        found |= {name: value.detach()}
        found |= {f"{name} by {part}": gradient for part, gradient in parts}
    return found


@pytest.mark.parametrize("count", [2, 3, 16])
def test_threads_change_nothing(count, large, set_threads, monkeypatch):
    set_threads(1)
    alone = results(large)
    shared = []
    monkeypatch.setattr(threads, "_pool", spied(threads._pool, shared))
    set_threads(count)
    for one, several in zip(alone, results(large), strict=True):
        torch.testing.assert_close(several, one, rtol=1e-12, atol=1e-12)
    assert shared


def spied(function, calls):
    def call(*arguments):
        calls.append(arguments)
        return function(*arguments)

    return call


@pytest.mark.parametrize("parts", [1, 2, 3, 5])
@pytest.mark.parametrize("lengths", [[5, 5, 5, 5, 5], [100, 1, 1, 1, 1], [1, 1, 1, 1, 100]])
def test_ranges_cover_every_row_once(lengths, parts):
    bounds = threads._balanced(np.array(lengths), parts)
    assert (bounds[0], bounds[-1], len(bounds)) == (0, len(lengths), parts + 1)
    assert bounds == sorted(bounds)


def test_a_little_work_stays_on_one_thread(make_case, set_threads, monkeypatch):
    set_threads(2)
    monkeypatch.setattr(threads, "_pool", lambda: pytest.fail("a thread was asked for"))
    assert make_case([5, 3]).chain().log_partition().isfinite().all()


def test_chains_in_many_threads_at_once(large, set_threads):
    set_threads(2)
    expected = large.chain().log_partition()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: large.chain().log_partition(), range(12)))
    assert all(torch.equal(total, expected) for total in found)


def test_only_the_row_that_needs_it_is_computed_in_log_space(make_case, monkeypatch):
    """The best prefix of row 1 cannot end; what can lies 2,000 nats below it."""
    case = make_case([40, 40, 40], labels=2)
    case.emissions[1, :, 0] += 50.0
    case.transitions[0, 1] = case.end[0] = -torch.inf
    rows = []

    def spy(potentials, dtype):
        rows.append(len(potentials.lengths))
        return logspace_forward_backward(potentials, dtype)

    logspace_forward_backward = logspace.forward_backward
    monkeypatch.setattr(logspace, "forward_backward", spy)
    with using(LOG_SPACE):
        expected = case.chain().marginals()
    rows.clear()
    torch.testing.assert_close(case.chain().marginals(), expected)
    assert rows == [1]


def test_ordinary_long_rows_never_need_log_space(make_case, monkeypatch):
    for name in ("log_partition", "forward_backward", "edge_marginals"):
        monkeypatch.setattr(logspace, name, lambda *_: pytest.fail("log space was asked for"))
    case = make_case([2_000, 5], labels=6, scale=5.0)
    case.transitions[2, 3] = case.transitions[4, 1] = -10_000.0
    assert case.chain().log_partition().isfinite().all()
    assert case.chain().edge_marginals().isfinite().all()


def test_an_unknown_label_is_refused_even_without_checks():
    chain = LinearChain(torch.zeros(1, 2, 3), validate_args=False)
    with pytest.raises(ValueError, match="label 10000000 in row 0 at token 1"):
        chain.log_prob(torch.tensor([[0, 10_000_000]]))


@pytest.mark.parametrize("rows", [slice(None), slice(1, 2)])
def test_scores_that_are_no_numbers_give_labels_that_exist(rows):
    emissions = torch.zeros(2, 5, 3)
    emissions[rows, 2] = torch.nan
    chain = LinearChain(emissions, validate_args=False)
    for paths in (chain.viterbi().paths, chain.kbest(4).paths, chain.sample(4)):
        assert ((paths >= 0) & (paths < 3)).all()


def test_results_are_on_the_cpu_whatever_the_default_device(make_case):
    chain = make_case([3, 1]).chain()
    with torch.device("meta"):
        paths = chain.viterbi().paths, chain.kbest(2).paths, chain.sample(2)
    assert {path.device.type for path in paths} == {"cpu"}


def in_a_new_process(program, **environment):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_forked_process_has_threads_of_its_own():
    program = """
    import os, torch
    from mgkd.crf import LinearChain
    from mgkd.crf.kernels.compiled import threads

    # Work for two threads in tensors so small that torch, which does not survive a fork, needs one.
    threads._WORTH_A_THREAD = 1
    torch.set_num_threads(2)
    expected = LinearChain(torch.ones(8, 4, 3)).log_partition()
    child = os.fork()
    if child == 0:
        again = LinearChain(torch.ones(8, 4, 3)).log_partition()
        os._exit(0 if torch.equal(again, expected) else 1)
    print(os.waitpid(child, 0)[1])
    """
    assert in_a_new_process(program) == ["0"]


SOUNDNESS = """
    import torch
    from mgkd.crf import LinearChain
    from mgkd.crf.kernels.compiled import soundness

    LinearChain(torch.zeros(1, 2, 3))
    stats = soundness._sound.stats
    print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
    """


def test_a_second_process_compiles_nothing(tmp_path):
    kept = {"NUMBA_CACHE_DIR": str(tmp_path)}
    assert in_a_new_process(SOUNDNESS, **kept) == ["0", "1"]
    assert in_a_new_process(SOUNDNESS, **kept) == ["1", "0"]


def test_compiling_is_told_once_and_loading_is_not(tmp_path):
    told = """
    import logging, sys
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    """
    kept = {"NUMBA_CACHE_DIR": str(tmp_path)}
    assert in_a_new_process(told + SOUNDNESS, **kept).count("compiling") == 1
    assert in_a_new_process(told + SOUNDNESS, **kept).count("compiling") == 0


def test_a_change_anywhere_in_the_room_compiles_anew(tmp_path):
    changed = """
    from mgkd.crf.kernels.compiled import compilation
    compilation._SOURCES = "another text"
    """
    kept = {"NUMBA_CACHE_DIR": str(tmp_path)}
    in_a_new_process(SOUNDNESS, **kept)
    assert in_a_new_process(changed + SOUNDNESS, **kept) == ["0", "1"]


def test_a_file_that_was_cut_off_is_written_anew(tmp_path):
    kept = {"NUMBA_CACHE_DIR": str(tmp_path)}
    in_a_new_process(SOUNDNESS, **kept)
    for file in tmp_path.rglob("*_sound*.nb*"):
        file.write_bytes(file.read_bytes()[:100])
    assert in_a_new_process(SOUNDNESS, **kept) == ["0", "1"]
    assert in_a_new_process(SOUNDNESS, **kept) == ["1", "0"]


def test_without_a_place_on_disk_a_kernel_is_compiled_all_the_same(monkeypatch):
    def refuse(function):
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(compilation, "_Cache", refuse)

    @compilation.kernel
    def plus_one(number):
        return number + 1

    assert plus_one(2) == 3


def test_cpu_tensors_get_these_kernels():
    assert LinearChain(torch.zeros(1, 2, 3))._kernels is COMPILED
