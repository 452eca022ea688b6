"""The kernels compiled for the CPU."""

from mgkd.crf.kernels.compiled.arrays import prepare
from mgkd.crf.kernels.compiled.covariance import covariance
from mgkd.crf.kernels.compiled.kbest import kbest
from mgkd.crf.kernels.compiled.paths import (
    labels_known,
    log_prob_gradients,
    log_probs,
    partition_gradients,
    path_gradients,
    path_scores,
)
from mgkd.crf.kernels.compiled.posterior import edge_marginals, forward_backward, log_partition
from mgkd.crf.kernels.compiled.sampling import sample
from mgkd.crf.kernels.compiled.soundness import sound
from mgkd.crf.kernels.compiled.viterbi import viterbi
from mgkd.crf.kernels.interface import Kernels

COMPILED = Kernels(
    name="compiled",
    prepare=prepare,
    sound=sound,
    labels_known=labels_known,
    log_partition=log_partition,
    forward_backward=forward_backward,
    edge_marginals=edge_marginals,
    covariance=covariance,
    path_scores=path_scores,
    path_gradients=path_gradients,
    partition_gradients=partition_gradients,
    log_probs=log_probs,
    log_prob_gradients=log_prob_gradients,
    viterbi=viterbi,
    kbest=kbest,
    sample=sample,
)

__all__ = ["COMPILED"]
