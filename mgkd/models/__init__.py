"""Taggers and what they are made of."""

from mgkd.models.batch import Batch, EncodedSentence
from mgkd.models.decoders import CRF, Decoder, Softmax, decoders
from mgkd.models.embedders import (
    Embedder,
    Layers,
    PretrainedTransformer,
    WordEmbedder,
    embedders,
    layers,
)
from mgkd.models.encoded import EncodedInMemory, EncodedOnDisk, EncodedSentences
from mgkd.models.encoders import BiLSTM, Encoder, TransformerEncoder, encoders
from mgkd.models.inference import chains, encode_unlabelled, predict_spans
from mgkd.models.probabilities import entity_log_probs
from mgkd.models.tagger import Tagger, TaggerOutput, assets_in, learning_from

__all__ = [
    "CRF",
    "Batch",
    "BiLSTM",
    "Decoder",
    "Embedder",
    "EncodedInMemory",
    "EncodedOnDisk",
    "EncodedSentence",
    "EncodedSentences",
    "Encoder",
    "Layers",
    "PretrainedTransformer",
    "Softmax",
    "Tagger",
    "TaggerOutput",
    "TransformerEncoder",
    "WordEmbedder",
    "assets_in",
    "chains",
    "decoders",
    "embedders",
    "encode_unlabelled",
    "encoders",
    "entity_log_probs",
    "layers",
    "learning_from",
    "predict_spans",
]
