"""Tiny models of every architecture that is tried, with their tokenizers; vector files."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoConfig,
    AutoModel,
    DebertaV2Tokenizer,
    RobertaTokenizer,
    XLMRobertaTokenizer,
)

LAYERS = 4
WINDOW = 64
BERT_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
XLM_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
LETTERS = ["a", "b", "c", "d", "我", "在", "北", "京"]
SIZES = {
    "hidden_size": 16,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "initializer_range": 0.5,
}


def word_pieces(folder: Path) -> int:
    pieces = [*BERT_SPECIAL, *LETTERS, "##a", "##b", "##c", "##d"]
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    return len(pieces)


def byte_pairs(special: list[str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = [*special, *alphabet, "Ġa", "bc"]
    return {piece: number for number, piece in enumerate(pieces)}, [("Ġ", "a"), ("b", "c")]


def roberta_pairs(folder: Path) -> int:
    vocabulary, merges = byte_pairs(XLM_SPECIAL)
    RobertaTokenizer(vocabulary, merges).save_pretrained(folder)
    return len(vocabulary)


def modernbert_pairs(folder: Path) -> int:
    """As published: a generic class, and words without the space before them."""
    vocabulary, merges = byte_pairs(BERT_SPECIAL)
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    ends = [(piece, vocabulary[piece]) for piece in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=ends)
    tokenizer.save(str(folder / "tokenizer.json"))
    names = dict(zip(("pad", "unk", "cls", "sep", "mask"), BERT_SPECIAL, strict=True))
    settings = {f"{name}_token": piece for name, piece in names.items()}
    settings["tokenizer_class"] = "PreTrainedTokenizerFast"
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return len(vocabulary)


def sentence_pieces(special: list[str]) -> list[tuple[str, float]]:
    """Letters stand for themselves, with the space before them only `▁a`, as in XLM-R."""
    return [*((p, 0.0) for p in special), ("▁", -1.0), ("▁a", -1.5), *((p, -3.0) for p in LETTERS)]


def xlm_pieces(folder: Path) -> int:
    pieces = sentence_pieces(XLM_SPECIAL)
    XLMRobertaTokenizer(pieces).save_pretrained(folder)
    return len(pieces)


def deberta_pieces(folder: Path) -> int:
    pieces = sentence_pieces(BERT_SPECIAL)
    DebertaV2Tokenizer(pieces).save_pretrained(folder)
    return len(pieces)


BERT_IDS = {"pad_token_id": 0, "cls_token_id": 2, "sep_token_id": 3}
BERT_IDS |= {"bos_token_id": 2, "eos_token_id": 3}
XLM_IDS = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}

ARCHITECTURES = {
    "albert": (xlm_pieces, {"max_position_embeddings": WINDOW, "embedding_size": 8, **XLM_IDS}),
    "bert": (word_pieces, {"max_position_embeddings": WINDOW}),
    "distilbert": (word_pieces, {"max_position_embeddings": WINDOW, "hidden_dim": 16}),
    "electra": (word_pieces, {"max_position_embeddings": WINDOW, "embedding_size": 8}),
    "ernie": (word_pieces, {"max_position_embeddings": WINDOW, "use_task_id": True}),
    "roberta": (roberta_pairs, {"max_position_embeddings": WINDOW + 2, **XLM_IDS}),
    "xlm-roberta": (xlm_pieces, {"max_position_embeddings": WINDOW + 2, **XLM_IDS}),
    "deberta-v2": (
        deberta_pieces,
        {
            "max_position_embeddings": WINDOW,
            "relative_attention": True,
            "position_buckets": 8,
            "pos_att_type": ["p2c", "c2p"],
            "norm_rel_ebd": "layer_norm",
            "share_att_key": True,
            "position_biased_input": False,
            "conv_kernel_size": 3,
        },
    ),
    "modernbert": (
        modernbert_pairs,
        {
            "max_position_embeddings": WINDOW,
            "local_attention": 8,
            "mlp_dropout": 0.1,
            **BERT_IDS,
        },
    ),
}


@pytest.fixture(scope="session")
def model_of(tmp_path_factory) -> Callable[[str], Path]:
    """Makes the folder of a tiny model with random weights: 4 layers, 64 pieces at once."""

    @cache
    def make(architecture: str) -> Path:
        make_tokenizer, settings = ARCHITECTURES[architecture]
        folder = tmp_path_factory.mktemp(architecture)
        pieces = make_tokenizer(folder)
        config = AutoConfig.for_model(architecture, vocab_size=pieces, **{**SIZES, **settings})
        with torch.random.fork_rng():
            torch.manual_seed(3)
            AutoModel.from_config(config).save_pretrained(folder)
        return folder

    return make


@pytest.fixture(params=sorted(ARCHITECTURES.keys() - {"albert"}))
def architecture(request, model_of) -> Path:
    """The folder of each model whose layers are one stack."""
    return model_of(request.param)


@pytest.fixture(scope="session")
def vector_files(root) -> Path:
    """The folder with the bundled files of word vectors."""
    return root / "fixtures" / "vectors"


@pytest.fixture(scope="session")
def binary():
    """The bytes of word2vec's binary form, of words (text or bytes) and their numbers."""

    def written(rows, behind: bytes = b"\n") -> bytes:
        rows = list(rows)
        parts = [f"{len(rows)} {len(rows[0][1])}\n".encode()]
        for word, numbers in rows:
            word = word.encode() if isinstance(word, str) else word
            parts.append(word + b" " + np.array(numbers, dtype="<f4").tobytes() + behind)
        return b"".join(parts)

    return written
