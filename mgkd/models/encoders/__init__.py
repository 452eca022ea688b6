"""Encoders: vectors of tokens in, vectors of tokens in context out."""

from mgkd.models.encoders.base import Encoder, encoders
from mgkd.models.encoders.bilstm import BiLSTM
from mgkd.models.encoders.gru import GRU
from mgkd.models.encoders.idcnn import IDCNN
from mgkd.models.encoders.transformer import TransformerEncoder
from mgkd.models.encoders.window import Window

__all__ = [
    "GRU",
    "IDCNN",
    "BiLSTM",
    "Encoder",
    "TransformerEncoder",
    "Window",
    "encoders",
]
