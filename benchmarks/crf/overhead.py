"""How the time of a negative log-likelihood with its gradient is shared out.

    python -m benchmarks.crf.overhead

The same call is timed with the compiled kernels, and with kernels that answer from memory what they
answered the first time: what is left then is torch's autograd, numba's calls and this project's
Python. One thread, the shape that figures to beat are stated for.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from benchmarks.crf.command import HEADLINE
from benchmarks.crf.contenders import Ours
from benchmarks.crf.machine import machine_line
from benchmarks.crf.problem import Problem, ragged_lengths
from benchmarks.crf.timing import interleaved
from mgkd.crf import LinearChain
from mgkd.crf.kernels import COMPILED, using


def remembering(function: Callable) -> Callable:
    """Answers every call as the first one."""
    answers = []

    def answer(*arguments):
        if not answers:
            answers.append(function(*arguments))
        found = answers[0]
        # Autograd takes no tensor for the output of two steps.
        return found.detach() if isinstance(found, Tensor) else found

    return answer


ANSWERING = replace(
    COMPILED,
    name="answering from memory",
    **{
        name: remembering(getattr(COMPILED, name))
        for name in ("sound", "labels_known", "forward_backward", "log_probs", "log_prob_gradients")
    },
)


class Remembered(Ours):
    """The chain with kernels that compute nothing."""

    name = "ours, answering from memory"

    def chain(self) -> LinearChain:
        with using(ANSWERING):
            return super().chain()


def main() -> None:
    torch.set_num_threads(1)
    batch, tokens, labels = HEADLINE
    problem = Problem.drawn(ragged_lengths(batch, tokens, seed=tokens), labels, seed=tokens)
    calls = {"whole": Ours(problem).nll, "without kernels": Remembered(problem).nll}
    times = interleaved(calls, seconds=4.0)
    whole, rest = (1e6 * times[name] for name in calls)
    print(machine_line())
    print(
        f"nll: {whole:,.0f} us, of which {whole - rest:,.0f} us in kernels and {rest:,.0f} us "
        f"around them; {int(problem.lengths.sum()):,} tokens, {labels} labels"
    )


if __name__ == "__main__":
    main()
