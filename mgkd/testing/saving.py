"""Is a tagger that was saved and loaded the one that it was?"""

from collections.abc import Sequence

import torch

from mgkd.data import Sentence
from mgkd.models import Tagger, encode_unlabelled
from mgkd.testing.answers import answers, shown
from mgkd.testing.doing import Doing


def check_same(tagger: Tagger, loaded: Tagger, sentences: Sequence[Sentence]) -> None:
    """Compare a tagger on the CPU with what was loaded of it: parameters, scores, predictions.

    Raises:
        AssertionError: naming the parameter or the sentence that differs.
    """
    expected, found = tagger.state_dict(), loaded.state_dict()
    assert expected.keys() == found.keys(), (
        "saved and loaded, the tagger has other parameters: "
        f"{', '.join(sorted(expected.keys() ^ found.keys()))}"
    )
    for name, tensor in expected.items():
        assert torch.equal(tensor, found[name]), f"saved and loaded, {name} has changed"
    with Doing("encoding the sentences after loading"):
        before, after = (encode_unlabelled(each, sentences) for each in (tagger, loaded))
    given = answers(tagger, before, "running before saving")
    again = answers(loaded, after, "running after loading")
    for item, one, other in zip(before, given, again, strict=True):
        assert torch.equal(one.emissions, other.emissions), (
            f"saved and loaded, the tagger gives other scores on {shown(item)}"
        )
        assert one.spans == other.spans, (
            f"saved and loaded, the tagger predicts something else for {shown(item)}"
        )
