"""Taggers and what they are made of."""

from mgkd.models.batch import Batch, EncodedSentence
from mgkd.models.decoders import CRF, Decoder, Softmax, decoders
from mgkd.models.embedders import Embedder, PretrainedTransformer, WordEmbedder, embedders
from mgkd.models.encoded import EncodedInMemory, EncodedOnDisk, EncodedSentences
from mgkd.models.encoders import BiLSTM, Encoder, TransformerEncoder, encoders
from mgkd.models.inference import chains, encode_unlabelled, predict_spans
from mgkd.models.label_mapping import LabelMapping, mapping_problems
from mgkd.models.probabilities import entity_log_probs
from mgkd.models.tagger import Tagger, TaggerOutput, assets_in, learning_from
from mgkd.models.token_classifier import TokenClassifier, label_names

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
    "LabelMapping",
    "PretrainedTransformer",
    "Softmax",
    "Tagger",
    "TaggerOutput",
    "TokenClassifier",
    "TransformerEncoder",
    "WordEmbedder",
    "assets_in",
    "chains",
    "decoders",
    "embedders",
    "encode_unlabelled",
    "encoders",
    "entity_log_probs",
    "label_names",
    "learning_from",
    "mapping_problems",
    "predict_spans",
]
