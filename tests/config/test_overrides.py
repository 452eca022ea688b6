import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgkd.config import override
from mgkd.config.overrides import parse_override
from mgkd.config.paths import at_index, at_key

TREE = {
    "objective": [{"type": "gold_nll", "weight": 1.0}, {"type": "fuzzy_crf"}],
    "trainer": {"epochs": 30, "patience": None},
    "empty": [],
}

scalars = st.none() | st.booleans() | st.integers() | st.text()
trees = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)


def refusal(*settings):
    overridden = override(TREE, settings)
    assert {problem.place for problem in overridden.problems} == {"--set"}
    assert overridden.tree == TREE and not overridden.paths
    return {problem.path: problem.message for problem in overridden.problems}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("0.5", 0.5),
        ("1e3", 1000),
        ("1.0", 1),
        ("true", True),
        ("null", None),
        ("", ""),
        ("five", "five"),
        ("007", "007"),
        ('"5"', "5"),
        ("a=b", "a=b"),
        ("[1, 2]", [1, 2]),
        ('{"type": "sgd"}', {"type": "sgd"}),
        ("{type: sgd}", "{type: sgd}"),
        ("NaN", "NaN"),
        ("1e999", "1e999"),
    ],
)
def test_values(text, value):
    got = parse_override(f"a={text}").value
    assert got == value and type(got) is type(value)


def test_places():
    changed = override(
        TREE, ["objective[0].weight=2", "trainer.epochs=5", "objective[1].k=3", "seed=1"]
    ).tree
    assert changed == {
        "objective": [{"type": "gold_nll", "weight": 2}, {"type": "fuzzy_crf", "k": 3}],
        "trainer": {"epochs": 5, "patience": None},
        "empty": [],
        "seed": 1,
    }


def test_the_given_tree_stays_as_it_was():
    before = copy.deepcopy(TREE)
    override(TREE, ["objective[0].weight=2"])
    assert before == TREE


def test_later_ones_see_earlier_ones():
    settings = ["trainer.optimizer={}", "trainer.optimizer.lr=0.1", "trainer.optimizer.lr=0.2"]
    assert override(TREE, settings).tree["trainer"]["optimizer"] == {"lr": 0.2}


def test_places_that_are_not_there():
    assert refusal("trianer.epochs=5", "objective[2].weight=1", "seed.x=1") == {
        "trianer.epochs": "the config has no key trianer; did you mean trainer?",
        "objective[2].weight": "objective has 2 items, [0] to [1]",
        "seed.x": "the config has no key seed; it has objective, trainer, empty",
    }
    assert refusal("trainer[0]=5", "objective.weight=1", "trainer.epochs.x=1", "empty[0]=1") == {
        "trainer[0]": "trainer is an object, not a list",
        "objective.weight": "objective is a list of 2 items, which has no keys; "
        "objective[0] is its first",
        "trainer.epochs.x": "trainer.epochs is 30, which has no keys",
        "empty[0]": "empty has 0 items",
    }


@pytest.mark.parametrize("setting", ["epochs", "=5", "a..b=1", "a[x]=1", "a[0]b=1", "a b=1", ""])
def test_settings_of_no_form(setting):
    (message,) = refusal(setting).values()
    assert message.startswith("expected path=value, such as trainer.epochs=5")


def places(tree, steps=()):
    """Every place in a tree except its top."""
    if isinstance(tree, dict):
        parts = tree.items()
    elif isinstance(tree, list):
        parts = enumerate(tree)
    else:
        return
    for step, value in parts:
        yield (*steps, step)
        yield from places(value, (*steps, step))


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text(), trees, min_size=1), st.data())
def test_every_place_can_be_set_and_nothing_else_changes(tree, data):
    steps = data.draw(st.sampled_from(list(places(tree))))
    path = ""
    for step in steps:
        path = at_index(path, step) if isinstance(step, int) else at_key(path, step)
    changed = override(tree, [f'{path}="a mark that is nowhere else"']).tree
    expected = copy.deepcopy(tree)
    place = expected
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = "a mark that is nowhere else"
    assert changed == expected
