"""Checks for authors of components: does a new loss, encoder, reader or config keep its promises?

In a test of your own:

    from mgkd.testing import check_config_trains, check_gradients, check_loss, check_reader

    def test_my_loss():
        check_loss(MyLoss(k=2))

    def test_my_reader():
        check_reader(MyReader(), "tests/sample.xyz")

    def test_my_config():
        check_gradients("my_distill.jsonnet")
        check_config_trains("my_distill.jsonnet")

    def test_my_encoder():
        check_tagger({
            "embedder": {"type": "word", "size": 8},
            "encoder": {"type": "my_encoder", "hidden_size": 8},
            "decoder": {"type": "crf"},
        })

    def test_my_run():
        check_batching("runs/mine")

A broken promise is an AssertionError that says which, and on what input.
"""

from mgkd.testing.batching import check_batching
from mgkd.testing.gradients import check_gradients
from mgkd.testing.losses import check_loss
from mgkd.testing.readers import check_reader
from mgkd.testing.samples import SENTENCES
from mgkd.testing.taggers import check_tagger
from mgkd.testing.trainings import check_config_trains

__all__ = [
    "SENTENCES",
    "check_batching",
    "check_config_trains",
    "check_gradients",
    "check_loss",
    "check_reader",
    "check_tagger",
]
