"""Places that stand in for what users have: corpora in published form, a pretrained encoder."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel, BertTokenizer

# Bundled folders and files that are called otherwise than the published ones they stand for.
PUBLISHED = {
    "microblog": "weibo_ner",
    "messages": "wnut17_en",
    "microblog_conll": "weiboNER_2nd_conll",
}


def copy_shortened(source: Path, target: Path) -> None:
    """A folder of fixtures, of every file the first forty sentences."""
    for path in source.rglob("*"):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
            between = b"\n\n" if b"\n\n" in content else b"\n"
            place.write_bytes(between.join(content.split(between)[:40]) + b"\n")


@pytest.fixture(scope="session")
def corpora(root, tmp_path_factory) -> Path:
    """The bundled corpora under the names and in the folders of the published ones, shortened."""
    folder = tmp_path_factory.mktemp("data")
    for bundled in (root / "fixtures").iterdir():
        if bundled.is_dir():
            copy_shortened(bundled, folder / PUBLISHED.get(bundled.name, bundled.name))
    for path in (folder / "weibo_ner").iterdir():
        stem = PUBLISHED.get(path.stem, path.stem)
        path.rename(path.with_name(stem + path.suffix))
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


def check_out(root: Path, folder: Path) -> Path:
    """Copies the shipped configs and fixtures, the fixtures shortened."""
    shutil.copytree(root / "training_configs", folder / "training_configs")
    copy_shortened(root / "fixtures", folder / "fixtures")
    return folder


@pytest.fixture
def checkout(root, tmp_path) -> Path:
    """A folder with the shipped configs and fixtures, the fixtures shortened."""
    return check_out(root, tmp_path)


@pytest.fixture(scope="session")
def shared_checkout(root, tmp_path_factory) -> Path:
    """The same, for tests that find each other's runs in it."""
    return check_out(root, tmp_path_factory.mktemp("checkout"))
