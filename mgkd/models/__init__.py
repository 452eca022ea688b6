"""Taggers and what they are made of."""

from mgkd.models.batch import Batch, EncodedSentence
from mgkd.models.decoders import CRF, Decoder, InheritedCRF, Softmax, decoders
from mgkd.models.embedders import (
    CasingEmbedder,
    CharacterCNN,
    CharacterLSTM,
    Concatenate,
    Embedder,
    Layers,
    PretrainedPieces,
    PretrainedTransformer,
    PretrainedVectors,
    SubwordHash,
    TeacherRows,
    WordEmbedder,
    embedders,
    layers,
)
from mgkd.models.encoded import EncodedInMemory, EncodedOnDisk, EncodedSentences
from mgkd.models.encoders import GRU, IDCNN, BiLSTM, Encoder, TransformerEncoder, Window, encoders
from mgkd.models.equip import Equip, assets_in, learning_from, shaped_by
from mgkd.models.impossible import told_by_sentence
from mgkd.models.inference import chains, encode_unlabelled, predict_spans
from mgkd.models.label_mapping import LabelMapping, mapping_problems
from mgkd.models.probabilities import entity_log_probs
from mgkd.models.states import Attention, Heads, Inside, Seen, States, StateSizes
from mgkd.models.tagger import Tagger, TaggerOutput
from mgkd.models.token_classifier import TokenClassifier, label_names

__all__ = [
    "CRF",
    "GRU",
    "IDCNN",
    "Attention",
    "Batch",
    "BiLSTM",
    "CasingEmbedder",
    "CharacterCNN",
    "CharacterLSTM",
    "Concatenate",
    "Decoder",
    "Embedder",
    "EncodedInMemory",
    "EncodedOnDisk",
    "EncodedSentence",
    "EncodedSentences",
    "Encoder",
    "Equip",
    "Heads",
    "InheritedCRF",
    "Inside",
    "LabelMapping",
    "Layers",
    "PretrainedPieces",
    "PretrainedTransformer",
    "PretrainedVectors",
    "Seen",
    "Softmax",
    "StateSizes",
    "States",
    "SubwordHash",
    "Tagger",
    "TaggerOutput",
    "TeacherRows",
    "TokenClassifier",
    "TransformerEncoder",
    "Window",
    "WordEmbedder",
    "assets_in",
    "chains",
    "decoders",
    "embedders",
    "encode_unlabelled",
    "encoders",
    "entity_log_probs",
    "label_names",
    "layers",
    "learning_from",
    "mapping_problems",
    "predict_spans",
    "shaped_by",
    "told_by_sentence",
]
