import pytest

from mgkd.data.texts.spelling import shape


@pytest.mark.parametrize(
    "alike", [("1998", "3"), ("Leeds", "May"), ("南", "湖海"), ("NATO", "UN"), (",", ".")]
)
def test_alike(alike):
    assert len({shape(token) for token in alike}) == 1


def test_unlike():
    tokens = ["1998", "1.5", "Leeds", "leeds", "NATO", "南", "の", "한", ",", "(", "$", "😂"]
    assert len({shape(token) for token in tokens}) == len(tokens)
