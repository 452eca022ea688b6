"""Losses: one file each."""

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.fuzzy_crf import FuzzyCRF
from mgkd.distillation.losses.gold_nll import GoldNLL
from mgkd.distillation.losses.kbest_cross_entropy import KBestCrossEntropy

__all__ = ["FuzzyCRF", "GoldNLL", "KBestCrossEntropy", "Loss", "losses"]
