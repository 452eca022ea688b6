from my_loss import MyLoss

from mgkd.testing import check_loss


def test_my_loss():
    check_loss(MyLoss(k=3))
