import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.config import ConfigError, build
from mgkd.distillation import Moment, Weight, weights
from mgkd.distillation.weights import Linear

numbers = st.floats(0, 10)
lengths = st.integers(2, 30)
SLOPES = ["cosine", "linear"]


def weight(kind, **arguments):
    return build(Weight, {"type": kind, **arguments})


def by_epoch(one, epochs):
    """The weights of so many epochs of 7 updates."""
    return [one.at(Moment(e, 7 * (e - 1), epochs, 7 * epochs)) for e in range(1, epochs + 1)]


def by_step(one, steps, per_epoch=7, total=None):
    """The weights of so many updates."""
    total = total or steps
    epochs = -(-total // per_epoch)
    return [one.at(Moment(1 + s // per_epoch, s, epochs, total)) for s in range(steps)]


def test_every_weight_is_tried_here():
    assert set(weights.names()) == {*SLOPES, "annealing", "constant"}


@given(value=numbers, epoch=lengths, step=lengths)
def test_a_constant_is_one(value, epoch, step):
    assert weight("constant", value=value).at(Moment(epoch, step, 30, 30)) == value


@pytest.mark.parametrize("kind", SLOPES)
@given(start=numbers, end=numbers, length=lengths, unit=st.sampled_from(["epochs", "steps"]))
def test_from_start_to_end_and_no_further(kind, start, end, length, unit):
    one = weight(kind, start=start, end=end, **{unit: length})
    values = by_epoch(one, length + 4) if unit == "epochs" else by_step(one, length + 4)
    assert values[0] == start
    assert values[length - 1 :] == pytest.approx([end] * 5)
    assert values == sorted(values, reverse=start > end)


@pytest.mark.parametrize("kind", SLOPES)
@given(start=numbers, end=numbers, steps=lengths)
def test_with_neither_the_way_takes_the_whole_training(kind, start, end, steps):
    whole = weight(kind, start=start, end=end)
    assert by_step(whole, steps) == by_step(weight(kind, start=start, end=end, steps=steps), steps)
    assert by_step(whole, steps)[-1] == pytest.approx(end)


@pytest.mark.parametrize("kind", SLOPES)
@given(start=numbers, end=numbers, epochs=lengths)
def test_with_one_update_an_epoch_steps_are_epochs(kind, start, end, epochs):
    steps, as_epochs, whole = (
        weight(kind, start=start, end=end, **length)
        for length in ({"steps": epochs}, {"epochs": epochs}, {})
    )
    values = by_step(steps, epochs, per_epoch=1)
    assert values == by_step(as_epochs, epochs, per_epoch=1)
    assert values == by_step(whole, epochs, per_epoch=1)


@pytest.mark.parametrize("kind", SLOPES)
def test_steps_meet_epochs_at_the_borders(kind):
    """Steps whose way is as long as the epochs' pass the same weights where epochs begin."""
    epochs, per_epoch = 5, 7
    slow = by_epoch(weight(kind, start=2, end=0.5, epochs=epochs), epochs)
    length = (epochs - 1) * per_epoch + 1  # the last epoch begins with the end
    fine = by_step(weight(kind, start=2, end=0.5, steps=length), epochs * per_epoch)
    assert fine[::per_epoch] == pytest.approx(slow)


@pytest.mark.parametrize("kind", SLOPES)
def test_the_middle(kind):
    assert weight(kind, start=1, end=0, epochs=3).at(Moment(2, 9, 3, 12)) == pytest.approx(0.5)
    assert weight(kind, start=1, end=0, steps=9).at(Moment(1, 4, 3, 12)) == pytest.approx(0.5)
    assert weight(kind, start=1, end=0).at(Moment(2, 6, 3, 13)) == pytest.approx(0.5)


def test_linear_and_cosine():
    linear, cosine = (weight(kind, start=0, end=4, epochs=5) for kind in ("linear", "cosine"))
    assert by_epoch(linear, 5) == [0, 1, 2, 3, 4]
    assert by_epoch(cosine, 5)[1] == pytest.approx(4 * (1 - 2**-0.5) / 2)


@pytest.mark.parametrize("kind", SLOPES)
@pytest.mark.parametrize("unit", ["epochs", "steps"])
def test_after_a_way_of_one_comes_the_end(kind, unit):
    one = weight(kind, start=2, end=0, **{unit: 1})
    values = by_epoch(one, 3) if unit == "epochs" else by_step(one, 3)
    assert values == [2, 0, 0]


def test_a_training_of_one_update_has_the_start():
    assert by_step(weight("linear", start=2, end=0), 1) == [2]


def test_annealing_goes_from_the_teacher_to_gold_labels():
    teacher = weight("annealing", share="teacher", floor=0.2, scale=3, epochs=3)
    gold = weight("annealing", share="gold", floor=0.2, scale=3, epochs=3)
    assert by_epoch(teacher, 4) == pytest.approx([3, 1.8, 0.6, 0.6])
    assert by_epoch(gold, 4) == pytest.approx([0, 1.2, 2.4, 2.4])


@given(floor=st.floats(0, 1), scale=numbers, steps=lengths)
def test_the_shares_of_annealing_make_a_whole(floor, scale, steps):
    how = {"floor": floor, "scale": scale}
    shares = [weight("annealing", share=share, **how) for share in ("teacher", "gold")]
    pairs = zip(*(by_step(one, steps) for one in shares), strict=True)
    assert [sum(pair) for pair in pairs] == pytest.approx([scale] * steps)


def test_a_way_is_counted_in_one_unit():
    tree = {"type": "linear", "start": 1, "end": 0, "epochs": 2, "steps": 9}
    with pytest.raises(ConfigError, match=r"steps.*changes over 2 epochs already"):
        build(Weight, tree)
    with pytest.raises(ValueError, match="changes over 2 epochs already"):
        Linear(1, 0, 2, 9)


def test_what_takes_longer_than_the_training_says_so():
    training = Moment(epochs=2, steps=6)
    assert weight("linear", start=1, end=0, epochs=3).overrun(training) == (
        "3 epochs, but training ends after 2"
    )
    assert weight("annealing", share="gold", steps=7).overrun(training) == (
        "7 steps, but training ends after 6"
    )
    for length in ({"epochs": 2}, {"steps": 6}, {}):
        assert weight("cosine", start=1, end=0, **length).overrun(training) is None
    assert weight("constant", value=2).overrun(training) is None
