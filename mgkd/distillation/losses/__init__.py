"""Losses: one file each."""

from mgkd.distillation.losses.attention_mse import AttentionMSE
from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.collapsed_posterior_kl import CollapsedPosteriorKL
from mgkd.distillation.losses.decoupled_kd import DecoupledKD
from mgkd.distillation.losses.dist import DIST
from mgkd.distillation.losses.emission_kl import EmissionKL
from mgkd.distillation.losses.fuzzy_crf import FuzzyCRF
from mgkd.distillation.losses.fuzzy_crf_threshold import FuzzyCRFThreshold
from mgkd.distillation.losses.fuzzy_crf_top import FuzzyCRFTop
from mgkd.distillation.losses.gold_nll import GoldNLL
from mgkd.distillation.losses.hidden import HiddenCosine, HiddenMSE
from mgkd.distillation.losses.kbest_cross_entropy import KBestCrossEntropy
from mgkd.distillation.losses.kbest_decoupled_kd import KBestDecoupledKD
from mgkd.distillation.losses.logit_mse import LogitMSE
from mgkd.distillation.losses.minilm_relations import MiniLMRelations
from mgkd.distillation.losses.partial_crf import PartialCRF
from mgkd.distillation.losses.path_set import PathSet
from mgkd.distillation.losses.posterior_kl import PosteriorKL
from mgkd.distillation.losses.structural_cross_entropy import StructuralCrossEntropy
from mgkd.distillation.losses.top_k import TopK

__all__ = [
    "DIST",
    "AttentionMSE",
    "CollapsedPosteriorKL",
    "DecoupledKD",
    "EmissionKL",
    "FuzzyCRF",
    "FuzzyCRFThreshold",
    "FuzzyCRFTop",
    "GoldNLL",
    "HiddenCosine",
    "HiddenMSE",
    "KBestCrossEntropy",
    "KBestDecoupledKD",
    "LogitMSE",
    "Loss",
    "MiniLMRelations",
    "PartialCRF",
    "PathSet",
    "PosteriorKL",
    "StructuralCrossEntropy",
    "TopK",
    "losses",
]
