import json

import pytest

from mgkd.config import ConfigError
from mgkd.sweep import chosen, load_family


def problems(load) -> dict[str, str]:
    with pytest.raises(ConfigError) as raised:
        load()
    return {problem.path: problem.message for problem in raised.value.problems}


def test_a_short_file(place):
    family = place.load({"alone": place.config(), "k=2": place.distilled(2)})
    assert [member.name for member in family.members] == ["alone", "k=2"]
    assert (family.seeds, family.baseline) == ((13, 14, 15), None)
    assert (family.title, family.name) == ("family", "family")
    assert family.members[1].tree["objective"][1]["k"] == 2


def test_a_name_of_its_own(place):
    family = place.load({"alone": place.config()}, name="toys-0.25")
    assert (family.title, family.name) == ("toys-0.25", "toys-0.25")
    found = problems(lambda: place.load({"alone": place.config()}, name="toys/0.25"))
    assert found["name"].startswith("'toys/0.25' is no name for a folder")


def test_what_the_file_says_and_what_the_command_line_says(place):
    configs = {"alone": place.config(), "k=2": place.distilled(2)}
    said = {"seeds": [1], "baseline": "k=2", "title": "Toys"}
    family = place.load(configs, **said)
    assert (family.seeds, family.baseline, family.title) == ((1,), "k=2", "Toys")
    how = {"seeds": [4, 5], "baseline": "alone", "overrides": ["trainer.epochs=7"]}
    family = place.load(configs, **said, how=how)
    assert (family.seeds, family.baseline) == ((4, 5), "alone")
    assert [member.tree["trainer"]["epochs"] for member in family.members] == [7, 7]


def test_names_are_in_the_order_of_their_numbers_behind_the_baseline(place):
    names = ["k=16", "k=2", "t=0.5", "k=1", "alone", "plain"]
    family = place.load({name: place.config() for name in names}, baseline="plain")
    ordered = [member.name for member in family.members]
    assert ordered == ["plain", "alone", "k=1", "k=2", "k=16", "t=0.5"]


def test_all_mistakes_in_all_configs_at_once_with_their_names(place):
    configs = {
        "fine": place.config(),
        "a": place.config(objective=[{"type": "gold_nll", "wieght": 2}]),
        "b": place.config(sede=1),
        "c": place.config(sede=1),
    }
    found = problems(lambda: place.load(configs, baseline="fin"))
    assert set(found) == {"baseline", "a: objective[0].wieght", "b: sede"}
    assert "did you mean fine?" in found["baseline"]
    assert "did you mean weight?" in found["a: objective[0].wieght"]
    assert found["b: sede"].endswith("; also in c")


def test_changes_that_apply_to_those_alone_that_are_asked_for(place):
    """The others stay where they are right; without its baseline a family has none."""
    configs = {"alone": place.config(), "k=2": place.distilled(2), "k=4": place.distilled(4)}
    how = {"overrides": ["objective[1].k=3"], "only": ["k=2"]}
    family = place.load(configs, baseline="alone", how=how)
    assert [member.name for member in family.members] == ["k=2", "k=4"]
    assert family.baseline is None
    assert {name: problem.path for name, problem in family.left_out.items()} == {
        "alone": "objective[1].k"
    }
    assert family.members[0].tree["objective"][1]["k"] == 3
    found = problems(lambda: place.load(configs, how={**how, "only": ["alone"]}))
    assert set(found) == {"alone: objective[1].k"}


def test_where_a_mistake_is_written(place):
    text = "local base = %s;\n{ configs: {\n  a: base {\n    sede: 1,\n  },\n} }\n"

    place.file.write_text(text % json.dumps(place.config()), encoding="utf-8")
    with pytest.raises(ConfigError, match="line 4"):
        load_family(place.file)


def test_the_seed_is_that_of_the_sweep(place):
    how = {"overrides": ["seed=4"]}
    found = problems(lambda: place.load({"alone": place.config()}, how=how))
    assert "--seeds" in found["seed"]


@pytest.mark.parametrize("name", ["a/b", "..", "", "x" * 81, "a:b", " a"])
def test_a_name_is_that_of_a_folder(place, name):
    found = problems(lambda: place.load({name: place.config()}))
    assert "no name for a folder" in found["configs"]


def test_two_names_for_one_folder_and_a_seed_given_twice(place):
    configs = {"K": place.config(), "k": place.config()}
    found = problems(lambda: place.load(configs, seeds=[1, 1]))
    assert set(found) == {"configs", "seeds"}


def test_a_single_config_is_no_sweep(place):
    place.write(**place.config())
    found = problems(lambda: load_family(place.file))
    assert f"mgkd train {place.file}" in found[""]


def test_a_plugin_that_a_run_could_not_hold_a_copy_of(place):
    (place.folder / "own.py").write_text("", encoding="utf-8")
    (place.folder / "below").mkdir()
    place.file = place.folder / "below" / "family.jsonnet"
    found = problems(lambda: place.load({"a": place.config(plugins=["../own.py"])}))
    assert "put it beside or below" in found["a: plugins"]


def test_plugins_are_found_beside_the_file(place):
    (place.folder / "own.py").write_text("", encoding="utf-8")
    family = place.load({"a": place.config(plugins=["own.py"]), "b": place.config()})
    assert [list(member.plugins) for member in family.members] == [["own.py"], []]


def test_some_of_them(place):
    family = place.load({"alone": place.config(), "k=2": place.distilled(2)})
    assert [member.name for member in chosen(family, ["k=2"]).members] == ["k=2"]
    assert chosen(family, []) == family
    assert "did you mean alone?" in problems(lambda: chosen(family, ["alnoe"]))["--only"]
