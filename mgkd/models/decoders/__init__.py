"""Decoders: vectors in, a distribution over label sequences out."""

from mgkd.models.decoders.base import Decoder, decoders
from mgkd.models.decoders.crf import CRF
from mgkd.models.decoders.inherited_crf import InheritedCRF
from mgkd.models.decoders.softmax import Softmax

__all__ = ["CRF", "Decoder", "InheritedCRF", "Softmax", "decoders"]
