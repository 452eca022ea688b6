"""The taggers of training_configs/lib, in configs as a user would write them."""

import pytest

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
