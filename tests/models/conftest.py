"""Tiny pretrained encoders, made here, and the means to compare chains with brute force."""

import json
import os
import shutil
from pathlib import Path

import pytest
import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import (
    BertConfig,
    BertForTokenClassification,
    BertModel,
    RobertaConfig,
    RobertaModel,
)

from mgkd.config import build
from mgkd.data import Labels, Sentence, scheme_named
from mgkd.models import Tagger, learning_from
from mgkd.testing import SENTENCES

PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "a",
    "b",
    "c",
    "d",
    "##a",
    "##b",
    "##c",
    "##d",
    "我",
    "在",
    "北",
    "京",
]


@pytest.fixture(scope="session")
def bert(tmp_path_factory) -> Path:
    """A BERT of a few numbers with word pieces; it reads 12 pieces, special ones included."""
    folder = tmp_path_factory.mktemp("encoders") / "bert"
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=8,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=12,
        initializer_range=0.5,
    )
    with torch.random.fork_rng():
        torch.manual_seed(3)
        BertModel(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def classifier(bert, tmp_path_factory):
    """classifier(names): a folder with a BERT like that one which gives each piece such a label."""

    def make(*names: str) -> Path:
        folder = tmp_path_factory.mktemp("classifiers")
        config = BertConfig.from_pretrained(bert, id2label=dict(enumerate(names)))
        with torch.random.fork_rng():
            torch.manual_seed(4)
            BertForTokenClassification(config).save_pretrained(folder)
        shutil.copy(bert / "vocab.txt", folder)
        return folder

    return make


@pytest.fixture(scope="session")
def roberta(tmp_path_factory) -> Path:
    """A RoBERTa of a few numbers with byte-level pairs; of its 20 positions 2 are not usable."""
    folder = tmp_path_factory.mktemp("encoders") / "roberta"
    config = RobertaConfig(
        vocab_size=300,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=20,
        initializer_range=0.5,
    )
    with torch.random.fork_rng():
        torch.manual_seed(3)
        RobertaModel(config).save_pretrained(folder)
    pairs = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    text = ["hello world hello there world"] * 5
    pairs.train_from_iterator(text, vocab_size=300, special_tokens=special, show_progress=False)
    pairs.save_model(str(folder))
    settings = json.dumps({"tokenizer_class": "RobertaTokenizer"})
    (folder / "tokenizer_config.json").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def chinese_encoder(root) -> Path:
    """A real pretrained encoder; tests that need it are skipped where there is none."""
    shared = Path(os.environ.get("MGKD_SHARED", root.parent / "shared"))
    folder = shared / "models" / "me5-small-zhchar"
    if not folder.is_dir():
        pytest.skip(f"no pretrained encoder in {folder}; MGKD_SHARED names another place")
    return folder


@pytest.fixture(scope="session")
def samples() -> tuple[Sentence, ...]:
    """Labelled sentences in two languages."""
    return SENTENCES


@pytest.fixture(scope="session")
def is_legal():
    """Whether the entities read from a sequence are written as that very sequence."""

    def is_legal(labels: Labels, path) -> bool:
        scheme = scheme_named(labels.scheme)
        tags = [labels.tags[index] for index in path]
        return scheme.encode(scheme.decode(tags), len(tags)) == tags

    return is_legal


@pytest.fixture
def small_tagger(samples) -> Tagger:
    """Token vectors, a BiLSTM and a CRF, untrained, in evaluation mode."""
    tree = {
        "embedder": {"type": "word", "size": 6},
        "encoder": {"type": "bilstm", "hidden_size": 5},
        "decoder": {"type": "crf"},
    }
    with torch.random.fork_rng():
        torch.manual_seed(5)
        labels = Labels.of(samples)
        return build(Tagger, tree, labels=labels, equip=learning_from(samples)).eval()
