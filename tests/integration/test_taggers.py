"""Taggers that training_configs/lib offers, and no shipped config is made of."""

import pytest

from mgkd.config import read_config
from mgkd.testing import check_tagger


@pytest.mark.parametrize("file", [None, "glove.txt"], ids=["trained vectors", "those of a file"])
def test_words_and_characters(root, tmp_path, file):
    library = root / "training_configs" / "lib" / "taggers.libsonnet"
    vectors = f"'{root / 'fixtures' / 'vectors' / file}'" if file else "null"
    config = tmp_path / "model.jsonnet"
    sizes = f"vectors={vectors}, embedding_size=6, filters=4, hidden_size=5, dropout=0.1"
    config.write_text(f"(import '{library}').words_and_characters({sizes})", encoding="utf-8")
    check_tagger(read_config(config).tree)
