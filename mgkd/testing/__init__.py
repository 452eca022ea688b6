"""Checks for authors of components: does a new loss, encoder or decoder keep its promises?

In a test of your own:

    from mgkd.testing import check_loss, check_tagger

    def test_my_loss():
        check_loss(MyLoss(k=2))

    def test_my_encoder():
        check_tagger({
            "embedder": {"type": "word", "size": 8},
            "encoder": {"type": "my_encoder", "hidden_size": 8},
            "decoder": {"type": "crf"},
        })

A broken promise is an AssertionError that says which, and on what input.
"""

from mgkd.testing.batching import check_batching
from mgkd.testing.losses import check_loss
from mgkd.testing.readers import check_reader
from mgkd.testing.samples import SENTENCES
from mgkd.testing.taggers import check_tagger

__all__ = ["SENTENCES", "check_batching", "check_loss", "check_reader", "check_tagger"]
