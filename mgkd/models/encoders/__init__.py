"""Encoders: vectors of tokens in, vectors of tokens in context out."""

from mgkd.models.encoders.base import Encoder, encoders
from mgkd.models.encoders.bilstm import BiLSTM
from mgkd.models.encoders.transformer import TransformerEncoder

__all__ = ["BiLSTM", "Encoder", "TransformerEncoder", "encoders"]
