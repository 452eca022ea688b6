"""Which kernels serve which device."""

import torch

from mgkd.crf.kernels import logspace, scaled
from mgkd.crf.kernels.covariance import covariance
from mgkd.crf.kernels.interface import Candidates, EdgePosterior, Kernels, Posterior
from mgkd.crf.kernels.kbest import kbest
from mgkd.crf.kernels.sampling import sample
from mgkd.crf.kernels.viterbi import viterbi

SCALED = Kernels(
    name="scaled",
    log_partition=scaled.log_partition,
    forward_backward=scaled.forward_backward,
    edge_marginals=scaled.edge_marginals,
    covariance=covariance,
    viterbi=viterbi,
    kbest=kbest,
    sample=sample,
)

LOG_SPACE = Kernels(
    name="log space",
    log_partition=logspace.log_partition,
    forward_backward=logspace.forward_backward,
    edge_marginals=logspace.edge_marginals,
    covariance=covariance,
    viterbi=viterbi,
    kbest=kbest,
    sample=sample,
)

# Every set that computes on the CPU; the tests hold each of them to the same facts.
CPU_KERNELS = (SCALED, LOG_SPACE)


def kernels_for(device: torch.device) -> Kernels:
    """The kernels to use for tensors on a device."""
    return SCALED if device.type == "cpu" else LOG_SPACE


__all__ = [
    "CPU_KERNELS",
    "LOG_SPACE",
    "SCALED",
    "Candidates",
    "EdgePosterior",
    "Kernels",
    "Posterior",
    "kernels_for",
]
