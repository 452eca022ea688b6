"""Which kernels serve which device, and that an accelerator is never made to wait."""

import torch

from mgkd.crf import LinearChain
from mgkd.crf.kernels import COMPILED, LOG_SPACE, kernels_for


def test_kernels_by_device():
    assert kernels_for(torch.device("cpu")) is COMPILED
    assert kernels_for(torch.device("cuda", 0)) is LOG_SPACE


def test_no_method_asks_the_device_for_a_value():
    """A tensor on the meta device has no values: whoever asks for one gets an error."""
    with torch.device("meta"):
        scores = [torch.zeros(shape, requires_grad=True) for shape in ((2, 5, 3), (3, 3), 3, 3)]
        mask = torch.ones(2, 5, dtype=torch.bool)
        paths = torch.zeros(2, 4, 5, dtype=torch.long)
        span = torch.zeros(2, dtype=torch.long), torch.ones(2, dtype=torch.long)
    chain = LinearChain(*scores, mask, validate_args=False)
    allowed = torch.ones_like(chain.emissions, dtype=torch.bool)
    results = [
        chain.log_prob(paths).sum(1),
        chain.restrict(allowed).log_partition(),
        chain.temper(2.0).marginals().sum((1, 2)),
        chain.edge_marginals().sum((1, 2, 3)),
        chain.viterbi().scores,
        chain.kbest(3).scores.sum(1),
        chain.entropy(),
        chain.kl(LinearChain(*scores, mask, validate_args=False)),
        chain.span_log_prob(*span, paths[:, 0]),
    ]
    assert all(result.shape == (2,) for result in results)
    torch.stack(results).sum().backward()
    assert all(score.grad.shape == score.shape for score in scores)
    assert chain.sample(2).shape == (2, 2, 5)
