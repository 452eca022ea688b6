"""Places that stand in for what users have: corpora in published form, a pretrained encoder."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel, BertTokenizer

PUBLISHED = {
    "weibo_ner": {
        "weiboNER_2nd_conll.train": "microblog/microblog_conll.train",
        "weiboNER_2nd_conll.dev": "microblog/microblog_conll.dev",
        "weiboNER_2nd_conll.test": "microblog/microblog_conll.test",
    },
    "wnut17_en": {
        "wnut17train.conll": "messages/wnut17train.conll",
        "emerging.dev.conll": "messages/emerging.dev.conll",
        "emerging.test.annotated": "messages/emerging.test.annotated",
    },
}


@pytest.fixture(scope="session")
def corpora(root, tmp_path_factory) -> Path:
    """The bundled corpora under the names and in the folders of the published ones, shortened."""
    folder = tmp_path_factory.mktemp("data")
    for name, files in PUBLISHED.items():
        (folder / name).mkdir()
        for published, bundled in files.items():
            text = (root / "fixtures" / bundled).read_text(encoding="utf-8")
            sentences = text.split("\n\n")[:40]
            (folder / name / published).write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def encoder(tmp_path_factory) -> Path:
    """A pretrained transformer in small: two layers, random weights, characters as pieces."""
    folder = tmp_path_factory.mktemp("encoder")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(code) for code in range(33, 127)]
    continued = [f"##{letter}" for letter in letters]
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join([*special, *letters, *continued, "我", "你", "的", "在"]))
    tokenizer = BertTokenizer(str(vocabulary), do_lower_case=False)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "intermediate_size": 32}
    config = BertConfig(
        vocab_size=len(tokenizer), num_attention_heads=2, max_position_embeddings=128, **sizes
    )
    BertModel(config).half().save_pretrained(folder)
    return folder


@pytest.fixture
def checkout(root, tmp_path) -> Path:
    """A folder with the shipped configs and fixtures, the fixtures shortened."""
    shutil.copytree(root / "training_configs", tmp_path / "training_configs")
    for path in (root / "fixtures").glob("*/*"):
        place = tmp_path / path.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        parts = text.split("\n\n")
        shortened = "\n\n".join(parts[:40]) if len(parts) > 40 else text
        place.write_text(shortened + "\n", encoding="utf-8")
    return tmp_path
