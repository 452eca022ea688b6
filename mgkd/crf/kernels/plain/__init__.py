"""The kernels in plain torch, for any device: the readable reference."""

from mgkd.crf.kernels.interface import Kernels
from mgkd.crf.kernels.plain import logspace, scaled
from mgkd.crf.kernels.plain.covariance import covariance
from mgkd.crf.kernels.plain.kbest import kbest
from mgkd.crf.kernels.plain.sampling import sample
from mgkd.crf.kernels.plain.viterbi import viterbi

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

__all__ = ["LOG_SPACE", "SCALED"]
