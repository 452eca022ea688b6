import inspect
import sys
from types import SimpleNamespace

import pytest

from mgkd.config import (
    Registry,
    UserError,
    all_registries,
    load_plugin,
    temporary_registrations,
)
from mgkd.config.importing import near
from mgkd.config.registry import registry_of, source_of


class Animal:
    pass


class Dog(Animal):
    pass


class Puppy(Dog):
    pass


@pytest.fixture
def animals():
    registry = Registry("animals", noun="animal", base=Animal)
    registry.register("dog")(Dog)
    return registry


def test_register_returns_what_it_decorates(animals):
    assert animals.register("puppy")(Puppy) is Puppy
    assert animals.names() == ["dog", "puppy"]
    assert dict(animals.items()) == {"dog": Dog, "puppy": Puppy}
    assert animals.get("puppy") is Puppy
    assert "puppy" in animals and "cat" not in animals and len(animals) == 2


def test_a_taken_name_is_refused_and_stays(animals):
    with pytest.raises(ValueError, match="two components are called the animal dog") as caught:
        animals.register("dog")(Puppy)
    for cls in (Dog, Puppy):
        assert f"{__name__}.{cls.__name__} ({source_of(cls)})" in str(caught.value)
    assert animals.get("dog") is Dog


def test_a_source_is_a_file_and_a_line():
    line = inspect.getsourcelines(Dog)[1]
    assert source_of(Dog) in (f"{__file__}:{line}", f"{near(__file__)}:{line}")
    assert source_of(dict) == "builtins"


def test_a_reloaded_definition_replaces_itself(animals):
    again = type("Dog", (Animal,), {"__module__": Dog.__module__, "__qualname__": "Dog"})
    animals.register("dog")(again)
    assert animals.get("dog") is again


def test_only_subclasses_and_functions(animals):
    with pytest.raises(TypeError, match="int cannot be the animal number: it is no subclass"):
        animals.register("number")(int)
    animals.register("found_dog")(lambda: Dog())
    assert isinstance(animals.get("found_dog")(), Dog)


def test_an_argument_called_type_could_never_be_given(animals):
    def cat(type: str) -> Animal:
        return Animal()

    with pytest.raises(TypeError, match="cat: an argument cannot be called type"):
        animals.register("cat")(cat)
    assert "cat" not in animals


def test_a_name_that_is_not_there(animals):
    with pytest.raises(UserError) as caught:
        animals.get("doge")
    assert str(caught.value) == "no animal is called doge; nearest: dog (mgkd components animals)"
    assert animals.unknown("whale") == (
        "no animal is called whale; there are: dog (mgkd components animals)"
    )
    assert Registry("rocks", noun="rock", base=int).unknown("granite") == (
        "no rock is called granite; there are: none (mgkd components rocks)"
    )


def test_a_registry_is_found_by_class(animals):
    assert registry_of(Animal) is registry_of(Puppy) is animals
    assert registry_of(dict) is None
    assert all_registries()["animals"] is animals


def test_registries_do_not_share_names_or_bases(animals):
    with pytest.raises(ValueError, match="registry animals of Animal already"):
        Registry("animals", noun="animal", base=Puppy)
    with pytest.raises(ValueError, match="registry animals of Animal already"):
        Registry("beasts", noun="beast", base=Animal)


def test_a_package_that_registered_something_runs_again(animals, tmp_path, monkeypatch):
    text = (
        "from zoo_registry import animals\n\n@animals.register('cat')\nclass Cat(animals.base): ..."
    )
    (tmp_path / "toy_zoo.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sys.modules, "zoo_registry", SimpleNamespace(animals=animals))
    for _ in range(2):
        with temporary_registrations():
            load_plugin("toy_zoo", tmp_path)
            assert "cat" in animals
        assert "cat" not in animals


def test_temporary_registrations_are_forgotten(animals):
    with temporary_registrations():
        animals.register("puppy")(Puppy)
        Registry("rocks", noun="rock", base=int)
    assert animals.names() == ["dog"]
    assert "rocks" not in all_registries()
