import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.sweep.search.space import Dimension, dimension, setting

READ = {
    "trainer.optimizer.lr=log(1e-4, 1e-2)": ("log", (1e-4, 1e-2)),
    "model.embedder.dropout=uniform(0,0.5)": ("uniform", (0.0, 0.5)),
    "objective[1].k=int(1,16)": ("int", (1, 16)),
    "objective[1].k=choice(1,2,4)": ("choice", (1, 2, 4)),
    "scheme=choice(bio,bioes)": ("choice", ("bio", "bioes")),
    'scheme=choice("bio",null)': ("choice", ("bio", None)),
    'trainer.schedule=choice(null, {"type": "linear", "warmup": 0.1})': (
        "choice",
        (None, {"type": "linear", "warmup": 0.1}),
    ),
}


@pytest.mark.parametrize("text", READ)
def test_what_is_read(text):
    kind, values = READ[text]
    assert dimension(text) == Dimension(text.partition("=")[0], kind, values)


WRONG = {
    "trainer.optimizer.lr": "expected PATH=log",
    "=log(1,2)": "expected PATH=log",
    "a=log(1)": "expected PATH=log",
    "a=normal(0,1)": "expected PATH=log",
    "a=log(0,1)": "above zero",
    "a=uniform(2,1)": "below the second",
    "a=int(1,2.5)": "one whole number to another",
    "a=uniform(low,1)": "one number to another",
    "a=choice(1)": "two or more values",
    "a=choice(1,1)": "all different",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_refused(text):
    with pytest.raises(ValueError, match=WRONG[text]):
        dimension(text)


@given(st.integers(0, 2))
def test_choices_of_any_kind_go_through_optuna_and_back(place):
    pytest.importorskip("optuna")
    one = Dimension("a", "choice", ({"type": "linear"}, None, "bio"))
    assert one.value_of(one.distribution().choices[place]) == one.values[place]


def test_as_set_takes_it():
    assert setting("a[0].b", "bio") == 'a[0].b="bio"'
