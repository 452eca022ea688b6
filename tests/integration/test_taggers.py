"""The taggers of training_configs/lib, in configs as a user would write them."""

import pytest

from mgkd.config import read_config
from mgkd.experiment import load_experiment
from mgkd.testing import check_gradients, check_tagger


@pytest.fixture
def config(checkout):
    """Writes a config beside the shipped ones."""

    def config(text):
        path = checkout / "training_configs" / "mine.jsonnet"
        path.write_text(f"local taggers = import 'lib/taggers.libsonnet';\n{text}\n")
        return path

    return config


@pytest.mark.parametrize("name", ["gru_crf", "idcnn_crf", "window_softmax", "transformer_crf"])
def test_a_tagger_by_its_name_keeps_its_promises(config, name):
    path = config(
        f"(import 'weibo_student.jsonnet') {{ model: taggers.{name}(8, 8, dropout=0.1) }}"
    )
    check_tagger(load_experiment(path).spec.tree["model"])


def test_a_small_student_that_inherits_all_it_can(config):
    student = "taggers.idcnn_crf(16, 16, dilations=[1, 2], iterations=1)"
    parts = "embedder: { type: 'teacher_rows', size: 16 }, decoder: 'inherited_crf'"
    path = config(
        f"(import 'weibo_distill.jsonnet') {{ model: {student} + {{ {parts} }}, baseline: false }}"
    )
    check_gradients(path, overrides=["trainer.batch_size=4"])


@pytest.mark.parametrize("file", [None, "glove.txt"], ids=["trained vectors", "those of a file"])
def test_words_and_characters(root, tmp_path, file):
    library = root / "training_configs" / "lib" / "taggers.libsonnet"
    vectors = f"'{root / 'fixtures' / 'vectors' / file}'" if file else "null"
    config = tmp_path / "model.jsonnet"
    sizes = f"vectors={vectors}, embedding_size=6, filters=4, hidden_size=5, dropout=0.1"
    config.write_text(f"(import '{library}').words_and_characters({sizes})", encoding="utf-8")
    check_tagger(read_config(config).tree)
