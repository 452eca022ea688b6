"""Unlabelled text: where it comes from, or how it is made."""

from mgkd.data.texts.augmentation import Augmentation, Of, Rewrite
from mgkd.data.texts.base import TextSource, texts
from mgkd.data.texts.collecting import CollectedText, collected
from mgkd.data.texts.files import TextFiles
from mgkd.data.texts.mention_replacement import MentionReplacement
from mgkd.data.texts.mixture import Mixture, Step
from mgkd.data.texts.ngram_sampling import NgramSampling
from mgkd.data.texts.splicing import Splicing
from mgkd.data.texts.token_masking import TokenMasking
from mgkd.data.texts.token_replacement import TokenReplacement
from mgkd.data.texts.transfer import TransferText

__all__ = [
    "Augmentation",
    "CollectedText",
    "MentionReplacement",
    "Mixture",
    "NgramSampling",
    "Of",
    "Rewrite",
    "Splicing",
    "Step",
    "TextFiles",
    "TextSource",
    "TokenMasking",
    "TokenReplacement",
    "TransferText",
    "collected",
    "texts",
]
