"""The kernels in plain torch, for any device: the readable reference."""

from dataclasses import replace

from mgkd.crf.kernels.interface import Kernels
from mgkd.crf.kernels.plain import logspace, scaled
from mgkd.crf.kernels.plain.kbest import kbest
from mgkd.crf.kernels.plain.paths import (
    labels_known,
    log_prob_gradients,
    log_probs,
    partition_gradients,
    path_gradients,
    path_scores,
)
from mgkd.crf.kernels.plain.sampling import sample
from mgkd.crf.kernels.plain.soundness import sound
from mgkd.crf.kernels.plain.viterbi import viterbi
from mgkd.crf.potentials import Potentials

LOG_SPACE = Kernels(
    name="log space",
    prepare=Potentials.detach,
    sound=sound,
    labels_known=labels_known,
    log_partition=logspace.log_partition,
    forward_backward=logspace.forward_backward,
    edge_marginals=logspace.edge_marginals,
    covariance=logspace.covariance,
    path_scores=path_scores,
    path_gradients=path_gradients,
    partition_gradients=partition_gradients,
    log_probs=log_probs,
    log_prob_gradients=log_prob_gradients,
    viterbi=viterbi,
    kbest=kbest,
    sample=sample,
)

# On a CPU faster by the factor between a matrix product and a logarithm of sums of exponentials.
SCALED = replace(
    LOG_SPACE,
    name="scaled",
    log_partition=scaled.log_partition,
    forward_backward=scaled.forward_backward,
    edge_marginals=scaled.edge_marginals,
    covariance=scaled.covariance,
)

__all__ = ["LOG_SPACE", "SCALED"]
