"""Embedders: tokens in, vectors out."""

from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.embedders.casing import CasingEmbedder
from mgkd.models.embedders.char_cnn import CharacterCNN
from mgkd.models.embedders.char_lstm import CharacterLSTM
from mgkd.models.embedders.concatenate import Concatenate
from mgkd.models.embedders.layer_choice import Layers, layers
from mgkd.models.embedders.pretrained import PretrainedTransformer
from mgkd.models.embedders.pretrained_pieces import PretrainedPieces
from mgkd.models.embedders.subword_hash import SubwordHash
from mgkd.models.embedders.teacher_rows import TeacherRows
from mgkd.models.embedders.vectors import PretrainedVectors
from mgkd.models.embedders.word import WordEmbedder

__all__ = [
    "CasingEmbedder",
    "CharacterCNN",
    "CharacterLSTM",
    "Concatenate",
    "Embedder",
    "Layers",
    "PretrainedPieces",
    "PretrainedTransformer",
    "PretrainedVectors",
    "SubwordHash",
    "TeacherRows",
    "WordEmbedder",
    "embedders",
    "layers",
]
