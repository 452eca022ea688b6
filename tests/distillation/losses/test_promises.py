import pytest

from mgkd.distillation import FuzzyCRF, GoldNLL, KBestCrossEntropy
from mgkd.testing import check_loss


@pytest.mark.parametrize(
    "loss",
    [
        GoldNLL(),
        FuzzyCRF(),
        FuzzyCRF(k=1, include_gold=False),
        FuzzyCRF(k=50),
        KBestCrossEntropy(),
        KBestCrossEntropy(k=3, weighting="uniform"),
        KBestCrossEntropy(k=50, weighting="probability"),
    ],
    ids=repr,
)
def test_every_loss_keeps_its_promises(loss):
    check_loss(loss)
