"""What is understood of a config: names alone, defaults, rules; and the resolved config."""

from dataclasses import dataclass
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, PositiveInt

from mgkd.config import Deferred, Inline, Problem, Registry, build, check, obey, resolve


def messages(annotation, tree):
    return {problem.path: problem.message for problem in check(annotation, tree)}


class TestNamesAlone:
    def test_a_string_is_short_for_a_type(self, toys):
        assert isinstance(build(toys.Encoder, "gru"), toys.GRU)
        tree = {"type": "stack", "layers": ["gru", {"type": "gru", "hidden_size": 3}]}
        assert [one.hidden_size for one in build(toys.Encoder, tree).layers] == [8, 3]
        assert build(toys.Model, {"encoder": "gru"}, size=1).encoder.hidden_size == 8

    def test_its_mistakes_are_told_where_it_stands(self, toys):
        assert messages(toys.Model, {"encoder": "gur"}) == {
            "encoder": "no encoder is called gur; nearest: gru (mgkd components toy encoders)"
        }
        assert messages(toys.Model, {"encoder": "bilstm"}) == {
            "encoder.hidden_size": "missing; required by bilstm"
        }

    def test_not_for_a_class_that_stands_for_itself(self, toys):
        assert messages(toys.Trainer, "trainer") == {
            "": 'expected an object with the keys of Trainer, found "trainer"'
        }

    def test_a_name_of_another_registry(self, toys):
        assert messages(toys.Encoder, "gold_nll") == {
            "": "gold_nll is a loss, not an encoder; there are: bilstm, deep_gru, gru, stack "
            "(mgkd components toy encoders)"
        }


class Rock:
    def __init__(self, size: PositiveInt = 1) -> None:
        self.size = size


class Marble(Rock):
    pass


ROCKS = (Rock(),)


@dataclass
class Garden:
    rock: Rock
    later: Deferred[Rock]
    rocks: Annotated[tuple[Rock, ...], Field(max_length=2)] = ()


@pytest.fixture
def rocks(toys):
    registry: Registry[Rock] = Registry("toy rocks", noun="rock", base=Rock, default="plain")
    registry.register("plain")(Rock)
    registry.register("marble")(Marble)
    return registry


class TestDefaults:
    def test_of_a_registry(self, rocks):
        garden = build(Garden, {"later": {"size": 4}, "rocks": [{}, "marble"]})
        assert type(garden.rock) is Rock and garden.rock.size == 1
        assert garden.later().size == 4
        assert [type(rock) for rock in garden.rocks] == [Rock, Marble]

    def test_are_written_out(self, rocks):
        plain = {"type": "plain", "size": 1}
        assert resolve(Garden, {}).tree == {"rock": plain, "later": plain, "rocks": []}

    def test_only_where_any_component_would_do(self, rocks):
        assert messages(Marble, {"type": "plain"}) == {
            "type": "plain does not fit here; one of marble does"
        }
        assert type(build(Marble, {})) is Marble

    def test_that_no_config_could_give_are_a_mistake_of_the_author(self):
        class Wrong:
            def __init__(self, size: PositiveInt = 0) -> None: ...

        class Object:
            def __init__(self, rocks: list[Rock] = ROCKS) -> None: ...

        with pytest.raises(TypeError, match="Wrong: the default of size is wrong: expected an int"):
            check(Wrong, {})
        with pytest.raises(TypeError, match="Object: the default of rocks is no plain value"):
            check(Object, {})


class TestResolved:
    def test_all_is_written_out(self, toys):
        tree = {"objective": [{"type": "fuzzy_crf", "weight": 2}], "trainer": {"epochs": 3}}
        assert resolve(toys.Experiment, tree).tree == {
            "objective": [{"type": "fuzzy_crf", "k": 4, "include_gold": True, "weight": 2}],
            "trainer": {"epochs": 3, "schedule": "linear", "patience": None, "log": None},
        }

    @given(data=st.data())
    def test_it_is_a_config_that_means_itself(self, data):
        encoders = st.deferred(
            lambda: (
                st.sampled_from(["gru", {"type": "deep_gru"}, {"type": "gru", "hidden_size": 2}])
                | st.builds(
                    lambda layers: {"type": "stack", "layers": layers},
                    st.lists(encoders, min_size=1, max_size=3),
                )
            )
        )
        from tests.config.conftest import GRU, Encoder, Stack, deep_gru

        registry = Registry("random encoders", noun="encoder", base=Encoder)
        registry.register("gru")(GRU)
        registry.register("stack")(Stack)
        registry.register("deep_gru")(deep_gru)
        tree = data.draw(encoders)
        resolved = resolve(Encoder, tree).tree
        assert resolve(Encoder, resolved).tree == resolved
        assert _sizes(build(Encoder, resolved)) == _sizes(build(Encoder, tree))


def _sizes(encoder):
    return (
        [_sizes(one) for one in encoder.layers]
        if hasattr(encoder, "layers")
        else encoder.hidden_size
    )


def is_divisible(config):
    if config["size"] % config["parts"]:
        yield config.problem("size", f"is not divisible by {config['parts']}")


def has_two_of_a_size(config):
    sizes = [cake["size"] for cake in config["cakes"]]
    for cake in config["cakes"]:
        if sizes.count(cake["size"]) == 1:
            yield cake.problem("size", "is the only one")
    if config.get("guests") is not None:  # an argument that this party does not have
        yield config.problem("guests", "are too many")
    if config["music"]:
        yield config.problem("music", "is too loud")


class Cake:
    rules = (is_divisible,)

    def __init__(self, size: int = 4, parts: int = 2) -> None:
        obey(self.rules, size=size, parts=parts)


class Party:
    rules = (has_two_of_a_size,)

    def __init__(self, cakes: list[Cake], favourite: Deferred[Cake] | None = None) -> None: ...


class Slice:
    def __init__(self, cake: Inline[Cake], late: bool = False) -> None: ...


class TestRules:
    def test_of_one_object(self):
        assert check(Cake, {"size": 5}, "cake") == [Problem("cake.size", "is not divisible by 2")]
        assert check(Cake, {"size": 6, "parts": 3}) == []

    def test_between_objects_with_others_wrong(self):
        tree = {"cakes": [{"size": 2}, {"size": 3}, {"size": 2}], "favuorite": {}}
        assert check(Party, tree) == [
            Problem("favuorite", "unknown key for Party; did you mean favourite?"),
            Problem("cakes[1].size", "is the only one"),
            Problem("cakes[1].size", "is not divisible by 2"),
        ]

    def test_one_that_rests_on_something_wrong_is_passed_over(self):
        assert messages(Party, {"cakes": [{"size": 2}, {"size": "x"}]}) == {
            "cakes[1].size": 'expected an integer, found "x"'
        }
        assert messages(Party, {"cakes": 3}) == {"cakes": "expected a list, found 3"}

    def test_inside_what_is_inline_or_built_later(self):
        assert messages(Slice, {"size": 3, "late": True}) == {"size": "is not divisible by 2"}
        tree = {"cakes": [], "favourite": {"size": 3}}
        assert messages(Party, tree) == {"favourite.size": "is not divisible by 2"}

    def test_a_call_from_python_obeys_them_too(self):
        with pytest.raises(ValueError, match="size: is not divisible by 2"):
            Cake(size=3)
