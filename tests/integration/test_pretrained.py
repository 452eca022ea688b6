"""A student from the first layers of a pretrained transformer, from its config to its run."""

import json

import pytest

from mgkd.testing import check_config_trains, check_gradients

STUDENT = """
local taggers = import 'lib/taggers.libsonnet';

(import 'weibo_student.jsonnet') {
  model: taggers.truncated_crf(%s, 1) + { embedder+: %s },
  trainer+: {
    optimizer: {
      lr: 0.001,
      groups: [{ match: 'tagger.embedder.transformer.*', lr: 0.0001, layer_decay: 0.9 }],
    },
  },
}
"""


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"layers": "mix", "pooling": "mean", "gradient_checkpointing": True},
        {"layers": {"type": "single", "number": 1}, "pooling": "last", "freeze": "embeddings"},
    ],
)
def test_it_trains_and_all_that_is_not_frozen_learns(checkout, encoder, settings):
    config = checkout / "training_configs" / "mine.jsonnet"
    config.write_text(STUDENT % (json.dumps(str(encoder)), json.dumps(settings)))
    check_gradients(config)
    check_config_trains(config)
