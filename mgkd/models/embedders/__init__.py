"""Embedders: tokens in, vectors out."""

from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.embedders.layer_choice import Layers, layers
from mgkd.models.embedders.pretrained import PretrainedTransformer
from mgkd.models.embedders.teacher_rows import TeacherRows
from mgkd.models.embedders.word import WordEmbedder

__all__ = [
    "Embedder",
    "Layers",
    "PretrainedTransformer",
    "TeacherRows",
    "WordEmbedder",
    "embedders",
    "layers",
]
