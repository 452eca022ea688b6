"""Several places of a config, one object."""

from dataclasses import dataclass

import pytest

from mgkd.config import Deferred, Inline, Problem, Registry, build, check, resolve


class Embedder:
    def __init__(self, size: int = 1) -> None:
        self.size = size


class Joined(Embedder):
    def __init__(self, parts: list[Embedder]) -> None:
        self.parts = parts


class Other:
    pass


@dataclass
class Model:
    embedder: Embedder


@dataclass
class Pair:
    student: Model
    teacher: Model


@dataclass
class Late:
    embedder: Embedder
    model: Deferred[Model]
    other: Model | None = None


@dataclass
class Around:
    embedder: Embedder
    inner: Deferred[Late]


@pytest.fixture(autouse=True)
def registered():
    embedders = Registry("toy embedders", noun="embedder", base=Embedder)
    embedders.register("plain")(Embedder)
    embedders.register("joined")(Joined)
    Registry("toy others", noun="other", base=Other).register("other")(Other)


def refusals(annotation, tree):
    return {problem.path: problem.message for problem in check(annotation, tree)}


PLAIN = {"type": "plain", "size": 3}


def test_student_and_teacher_share_an_embedder():
    tree = {"student": {"embedder": PLAIN}, "teacher": {"embedder": {"ref": "student.embedder"}}}
    pair = build(Pair, tree)
    assert pair.teacher.embedder is pair.student.embedder
    assert pair.student.embedder.size == 3


def test_without_a_reference_nothing_is_shared():
    pair = build(Pair, {"student": {"embedder": PLAIN}, "teacher": {"embedder": PLAIN}})
    assert pair.teacher.embedder is not pair.student.embedder


def test_a_reference_may_stand_before_what_it_refers_to():
    tree = {"student": {"embedder": {"ref": "teacher.embedder"}}, "teacher": {"embedder": PLAIN}}
    pair = build(Pair, tree)
    assert pair.teacher.embedder is pair.student.embedder


def test_a_reference_to_a_reference_and_into_a_list():
    parts = [PLAIN, {"ref": "parts[0]"}, {"ref": "parts[1]"}]
    first, second, third = build(Embedder, {"type": "joined", "parts": parts}).parts
    assert first is second is third


def test_names_are_looked_up_from_the_inside_out():
    tree = {
        "embedder": {"type": "plain", "size": 1},
        "inner": {
            "embedder": {"type": "plain", "size": 2},
            "model": {"embedder": PLAIN},
            "other": {"embedder": {"ref": "embedder"}},
        },
    }
    # Within `other` the key `embedder` is the reference itself, and next around is `inner`.
    inner = build(Around, tree).inner()
    assert inner.other.embedder is inner.embedder
    assert inner.embedder.size == 2
    tree["inner"]["other"]["embedder"] = {"type": "joined", "parts": [{"ref": "model.embedder"}]}
    assert (
        "is built later, within inner.model"
        in refusals(Around, tree)["inner.other.embedder.parts[0].ref"]
    )


def test_what_is_built_later_may_refer_outwards():
    tree = {"embedder": PLAIN, "model": {"embedder": {"type": "joined", "parts": []}}}
    tree["model"]["embedder"]["parts"] = [{"ref": "inner"}, PLAIN]
    assert refusals(Late, tree) == {"model.embedder.parts[0].ref": "there is no inner"}
    outer = {"embedder": PLAIN, "inner": {"embedder": {"ref": "embedder"}, "model": None}}
    outer["inner"] = {"embedder": {"type": "plain"}, "model": {"embedder": PLAIN}}
    outer["inner"]["model"]["embedder"] = {"type": "joined", "parts": [{"ref": "inner.embedder"}]}
    built = build(Around, outer)
    late = built.inner()
    one, two = late.model(), late.model()
    assert one.embedder.parts[0] is two.embedder.parts[0] is late.embedder
    assert one.embedder is not two.embedder
    assert built.inner().embedder is not late.embedder


def test_a_part_by_itself_has_copies_of_what_it_referred_to_outside():
    tree = {"embedder": PLAIN, "model": {"embedder": {"type": "joined", "parts": [PLAIN]}}}
    tree["model"]["embedder"]["parts"] += [{"ref": "parts[0]"}]
    late = build(Late, tree)
    assert late.model.tree["embedder"]["parts"] == [PLAIN, {"ref": "$.embedder.parts[0]"}]
    two, again = build(Model, late.model.tree).embedder.parts
    assert two is again

    outer = {"embedder": PLAIN, "inner": {"embedder": {"type": "plain"}, "model": {}}}
    outer["inner"]["model"] = {"embedder": {"type": "joined", "parts": [{"ref": "inner.embedder"}]}}
    model = build(Around, outer).inner().model
    assert model.tree["embedder"]["parts"] == [{"type": "plain", "size": 1}]


def test_references_stay_in_the_resolved_config():
    tree = {"student": {"embedder": PLAIN}, "teacher": {"embedder": {"ref": "student.embedder"}}}
    resolved = resolve(Pair, tree).tree
    assert resolved["teacher"] == {"embedder": {"ref": "$.student.embedder"}}
    assert resolve(Pair, resolved).tree == resolved
    pair = build(Pair, resolved)
    assert pair.teacher.embedder is pair.student.embedder


class TestParts:
    """Of a resolved config, each can be understood by itself."""

    def part(self, annotation, tree, path):
        return resolve(annotation, tree).part(path)

    def test_references_within_it_however_they_were_spelled(self):
        tree = {"embedder": "plain", "model": {"embedder": {"type": "joined", "parts": []}}}
        for spelling in ("model.embedder.parts[0]", "parts[0]", "$.model.embedder.parts[0]"):
            tree["model"]["embedder"]["parts"] = [PLAIN, {"ref": spelling}]
            part = self.part(Late, tree, "model")
            assert part["embedder"]["parts"] == [PLAIN, {"ref": "$.embedder.parts[0]"}]
            assert build(Late, tree).model.tree == part

    def test_one_object_outside_stays_one(self):
        inside = [{"ref": "embedder"}, {"ref": "embedder"}]
        tree = {"embedder": PLAIN, "inner": {"embedder": "plain", "model": {"embedder": PLAIN}}}
        tree["inner"]["embedder"] = {"type": "joined", "parts": inside}
        part = self.part(Around, tree, "inner")
        assert part["embedder"]["parts"] == [PLAIN, {"ref": "$.embedder.parts[0]"}]

    def test_what_stands_within_an_object_outside(self):
        outer = {"type": "joined", "parts": [PLAIN, {"ref": "embedder.parts[0]"}]}
        inner = [{"ref": "$.embedder.parts[1]"}, {"ref": "$.embedder"}]
        tree = {"embedder": outer, "inner": {"embedder": {"type": "joined", "parts": inner}}}
        tree["inner"]["model"] = {"embedder": "plain"}
        part = self.part(Around, tree, "inner")
        first, second = build(Late, part).embedder.parts
        assert second.parts == [first, first]

    def test_a_part_may_be_a_list(self):
        part = self.part(
            Embedder, {"type": "joined", "parts": [PLAIN, {"ref": "parts[0]"}]}, "parts"
        )
        assert part == [PLAIN, {"ref": "$[0]"}]
        one, other = build(list[Embedder], part)
        assert one is other

    def test_of_a_config_that_stands_somewhere(self):
        tree = {
            "student": {"embedder": PLAIN},
            "teacher": {"embedder": {"ref": "$.student.embedder"}},
        }
        resolution = resolve(Pair, tree, "pairs[0]")
        assert resolution.problems == []
        assert resolution.tree["teacher"] == {"embedder": {"ref": "$.student.embedder"}}
        assert resolution.part("pairs[0].teacher") == {"embedder": PLAIN}


def test_full_paths_work_from_everywhere():
    tree = {
        "embedder": PLAIN,
        "inner": {"embedder": {"type": "joined", "parts": []}, "model": {"embedder": "plain"}},
    }
    tree["inner"]["embedder"]["parts"] = [{"ref": "inner.embedder.parts[1]"}, PLAIN]
    assert check(Around, tree) == []


def test_in_a_union_of_components():
    @dataclass
    class Either:
        one: Embedder
        other: Other | Embedder | None
        third: Other | Embedder | None = None

    tree = {"one": PLAIN, "other": {"ref": "one"}}
    built = build(Either, tree)
    assert built.other is built.one
    assert refusals(Either, {"one": PLAIN, "other": {"type": "plain", "sise": 2}}) == {
        "other.sise": "unknown key for plain; did you mean size?"
    }


def test_all_circles_and_all_else():
    parts = [{"ref": "parts[1]"}, {"ref": "parts[0]"}, {"ref": "parts[3]"}, {"ref": "parts[2]"}]
    tree = {
        "type": "joined",
        "parts": [*parts, {"ref": "nowhere"}, {"ref": "parts[0]"}, {"ref": ""}],
    }
    assert refusals(Embedder, tree) == {
        "parts[0].ref": "refers in a circle: parts[0] -> parts[1] -> parts[0]",
        "parts[2].ref": "refers in a circle: parts[2] -> parts[3] -> parts[2]",
        "parts[4].ref": "there is no nowhere",
        "parts[6].ref": "a reference names a path such as corpus.reader",
    }


def test_what_cannot_be_referred_to():
    def of(reference, **more):
        tree = {"student": {"embedder": PLAIN}, "teacher": {"embedder": {"ref": reference}}}
        return refusals(Pair, tree | more)

    at = "teacher.embedder.ref"
    assert of("student.embeder") == {
        at: "there is no student.embeder; nearest: student.embedder, student"
    }
    assert of("student.embedder.size") == {
        at: "student.embedder.size is no component, so there is no object to share"
    }
    assert of("student") == {
        at: 'student is Model, but expected an embedder (its name, or an object with "type")'
    }
    assert of(3) == {at: "expected a path such as corpus.reader, found 3"}
    assert of("a..b") == {at: "a..b is no path such as trainer.epochs or objective[0].weight"}
    assert of("student.embedder", student={"embedder": "plaln"}) == {
        "student.embedder": "no embedder is called plaln; nearest: plain "
        "(mgkd components toy embedders)",
        at: "student.embedder is no component, so there is no object to share",
    }


def test_what_is_built_anew_each_time_cannot_be_one_object():
    tree = {"embedder": PLAIN, "model": {"ref": "other"}, "other": {"embedder": PLAIN}}
    assert refusals(Late, tree) == {
        "model.ref": "a reference is to one object, but this is built anew each time; repeat it"
    }

    @dataclass
    class Perhaps:
        embedder: Embedder
        later: Deferred[Embedder] | None = None

    assert refusals(Perhaps, {"embedder": PLAIN, "later": {"ref": "embedder"}}) == {
        "later.ref": "a reference is to one object, but this is built anew each time; repeat it"
    }


def test_circles():
    tree = {
        "student": {"embedder": {"ref": "teacher.embedder"}},
        "teacher": {"embedder": {"ref": "student.embedder"}},
    }
    assert check(Pair, tree) == [
        Problem(
            "student.embedder.ref",
            "refers in a circle: student.embedder -> teacher.embedder -> student.embedder",
        )
    ]
    inside = {
        "type": "joined",
        "parts": [{"type": "joined", "parts": [{"ref": "student.embedder"}]}],
    }
    assert refusals(Pair, {"student": {"embedder": inside}, "teacher": {"embedder": PLAIN}}) == {
        "student.embedder.parts[0].parts[0].ref": "refers in a circle: "
        "student.embedder.parts[0].parts[0] -> student.embedder.parts[0].parts[0]"
    }


def test_an_inline_component_can_be_shared():
    class Term:
        def __init__(self, embedder: Inline[Embedder], weight: float = 1.0) -> None:
            self.embedder, self.weight = embedder, weight

    tree = [{"type": "plain", "size": 2}, {"ref": "[0]", "weight": 3.0}]
    one, other = build(list[Term], tree)
    assert other.embedder is one.embedder
    assert (one.weight, other.weight) == (1.0, 3.0)
