"""Losses: one file each."""

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.fuzzy_crf import FuzzyCRF
from mgkd.distillation.losses.gold_nll import GoldNLL
from mgkd.distillation.losses.kbest_cross_entropy import KBestCrossEntropy
from mgkd.distillation.losses.path_set import PathSet
from mgkd.distillation.losses.posterior_kl import PosteriorKL
from mgkd.distillation.losses.structural_cross_entropy import StructuralCrossEntropy
from mgkd.distillation.losses.top_k import TopK

__all__ = [
    "FuzzyCRF",
    "GoldNLL",
    "KBestCrossEntropy",
    "Loss",
    "PathSet",
    "PosteriorKL",
    "StructuralCrossEntropy",
    "TopK",
    "losses",
]
