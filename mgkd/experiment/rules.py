"""What must hold between the parts of an experiment, told before any of them is built."""

from collections.abc import Iterator
from typing import Any

from mgkd.config import Arguments, Node, Problem
from mgkd.config.paths import at_key
from mgkd.distillation import Needs
from mgkd.distillation.objective import distinct_names
from mgkd.experiment.inheritance import heirs, parts_with
from mgkd.experiment.stage import stage_names
from mgkd.experiment.teaching_rules import (
    scores_can_be_written_in_the_students_tags,
    text_is_chosen_by_one_distribution,
    the_teacher_stores_labels_enough,
    the_teacher_tells_what_is_asked,
)
from mgkd.models import CRF, Concatenate, Embedder, InheritedCRF, TeacherRows


def one_stage_or_several(config: Arguments) -> Iterator[Problem]:
    for name in ("objective", "trainer"):
        if config["stages"] is None and config[name] is None:
            message = "missing; give an objective and a trainer, or stages that have their own"
            yield config.problem(name, message)
        if config["stages"] is not None and config[name] is not None:
            message = "each of the stages has its own; remove this (set it to null), or the stages"
            yield config.problem(name, message)


def a_teacher_for_those_who_ask(config: Arguments) -> Iterator[Problem]:
    if config["teacher"] is not None:
        return
    for term in _terms(config):
        loss = term["loss"]
        if _needs(loss):
            yield loss.problem(
                "",
                f"{loss.type} learns from a teacher, and the config names none; add one "
                "(mgkd components teachers), or remove this term",
            )


def a_baseline_is_of_a_student(config: Arguments) -> Iterator[Problem]:
    if config["baseline"] and config["teacher"] is None:
        message = "asks for the student without its teacher, which this config trains anyway"
        yield config.problem("baseline", message)


def a_teacher_for_those_who_inherit(config: Arguments) -> Iterator[Problem]:
    if config["teacher"] is not None:
        return
    for part in heirs(config["model"]):
        yield part.problem(
            "",
            f"{part.type} inherits from a teacher, and the config names none; add one "
            "(mgkd components teachers), or choose another component",
        )


def no_baseline_of_those_who_inherit(config: Arguments) -> Iterator[Problem]:
    if config["baseline"] is True and config["teacher"] is not None:
        for part in heirs(config["model"])[:1]:
            yield config.problem(
                "baseline",
                f"asks for the student without its teacher, but {part.type} cannot be trained "
                "without one; set baseline: false, or to another tagger",
            )


def what_is_inherited_is_a_taggers(config: Arguments) -> Iterator[Problem]:
    teacher = config["teacher"]
    if teacher is not None and not getattr(teacher.target, "is_tagger", False):
        for part in heirs(config["model"]):
            yield part.problem(
                "",
                f"{part.type} inherits from a tagger, and a teacher of the kind {teacher.type} is "
                "none; choose another component, or a teacher that is one",
            )


def what_is_looked_into_is_a_tagger(config: Arguments) -> Iterator[Problem]:
    teacher = config["teacher"]
    if teacher is not None and not getattr(teacher.target, "is_tagger", False):
        for loss in _looking(config):
            yield loss.problem(
                "",
                f"{loss.type} looks into the teacher's tagger, and a teacher of the kind "
                f"{teacher.type} is none; choose another loss, or a teacher that is one",
            )


def there_is_attention_to_look_at(config: Arguments) -> Iterator[Problem]:
    models = {"student": config["model"]}
    teacher = config["teacher"].get("config") if config["teacher"] is not None else None
    if isinstance(teacher, Node):
        models["teacher"] = teacher["model"]
    for loss in _looking(config):
        for whose, model in models.items():
            if _needs(loss).attention and not parts_with(model, "attends"):
                yield loss.problem(
                    "",
                    f"{loss.type} compares attention, and the {whose} has none; give it the "
                    "encoder 'transformer' or the embedder 'pretrained_transformer', or take a "
                    "loss of hidden states (hidden_mse, hidden_cosine)",
                )


def the_teacher_has_what_is_inherited(config: Arguments) -> Iterator[Problem]:
    teacher = config["teacher"].get("config") if config["teacher"] is not None else None
    if not isinstance(teacher, Node):
        return
    decoder, embedder = teacher["model"]["decoder"], teacher["model"]["embedder"]
    no_crf = isinstance(decoder.target, type) and not issubclass(decoder.target, CRF)
    vectorless = [part.type for part in _side_by_side(embedder) if _has_no_vectors(part)]
    for part in heirs(config["model"]):
        if part.target is InheritedCRF and no_crf:
            message = f"a CRF's scores, but the teacher's decoder is {decoder.type}"
            yield part.problem("", f"{part.type} inherits {message}")
        if part.target is InheritedCRF and teacher["scheme"] != config["scheme"]:
            message = f"scores of the teacher's tags, which are {teacher['scheme']}"
            yield part.problem("", f"{part.type} inherits {message}, not {config['scheme']}")
        if part.target is TeacherRows and vectorless:
            message = f"vectors of tokens, but the teacher's embedder, {vectorless[0]}, has none"
            yield part.problem("", f"{part.type} inherits {message}")


def the_teacher_says_enough(config: Arguments) -> Iterator[Problem]:
    if config["teacher"] is None:
        return
    stored = config["teacher"].get("paths")
    for term in _terms(config):
        asked = _needs(term["loss"]).paths
        if stored is not None and asked > stored:
            yield term["loss"].problem(
                _argument(term["loss"]),
                f"{term['loss'].type} asks for {asked} label sequences, but the teacher stores "
                f"{stored} (teacher.paths)",
            )


def the_teacher_is_of_the_kind_that_losses_learn_from(config: Arguments) -> Iterator[Problem]:
    if config["teacher"] is not None:
        losses = [(term["loss"], _needs(term["loss"])) for term in _terms(config)]
        yield from the_teacher_tells_what_is_asked(config["teacher"], losses)
        yield from the_teacher_stores_labels_enough(config["teacher"], losses)
        yield from scores_can_be_written_in_the_students_tags(config, losses)


def the_decoder_knows_the_scheme(config: Arguments) -> Iterator[Problem]:
    decoder, scheme = config["model"]["decoder"], config["scheme"]
    known = getattr(decoder.target, "schemes", (scheme,))
    if scheme not in known:
        message = f"{decoder.type} cannot decode {scheme}; it knows {', '.join(known)}"
        yield config.problem("scheme", message)


def weights_end_within_the_training(config: Arguments) -> Iterator[Problem]:
    for stage in _stages(config):
        epochs = stage["trainer"]["epochs"]
        for term in stage["objective"]:
            weight = term["weight"]
            if isinstance(weight, Node) and (weight.get("epochs") or 0) > epochs:
                yield weight.problem(
                    "epochs",
                    f"the weight changes over {weight['epochs']} epochs, but training ends after "
                    f"{epochs} ({at_key(stage['trainer'].path, 'epochs')})",
                )


def terms_have_names_of_their_own(config: Arguments) -> Iterator[Problem]:
    for stage in _stages(config):
        terms = stage["objective"]
        names = distinct_names([term["name"] or term["loss"].type for term in terms])
        for index, (term, name) in enumerate(zip(terms, names, strict=True)):
            if name in names[:index]:
                yield term.problem("name", f"{name} is what another term is called as well")


def stages_have_names_of_their_own(config: Arguments) -> Iterator[Problem]:
    stages = config["stages"] or []
    names = stage_names([stage["name"] for stage in stages])
    for index, (stage, name) in enumerate(zip(stages, names, strict=True)):
        if name in names[:index]:
            yield stage.problem("name", f"{name} is what another stage is called as well")


def terms_speak_of_what_their_stage_learns_from(config: Arguments) -> Iterator[Problem]:
    for stage in config["stages"] or []:
        for term in stage["objective"]:
            reads_gold = getattr(term["loss"].target, "reads_gold", False)
            on = "labelled" if reads_gold else term["on"]
            if "all" not in (on, stage["sentences"]) and on != stage["sentences"]:
                yield term.problem(
                    "" if reads_gold else "on",
                    f"{term['loss'].type} speaks of {on} sentences, and this stage learns from "
                    f"{stage['sentences']} ones alone ({at_key(stage.path, 'sentences')})",
                )


RULES = (
    one_stage_or_several,
    a_teacher_for_those_who_ask,
    a_baseline_is_of_a_student,
    a_teacher_for_those_who_inherit,
    no_baseline_of_those_who_inherit,
    what_is_inherited_is_a_taggers,
    what_is_looked_into_is_a_tagger,
    there_is_attention_to_look_at,
    the_teacher_has_what_is_inherited,
    the_teacher_says_enough,
    the_teacher_is_of_the_kind_that_losses_learn_from,
    text_is_chosen_by_one_distribution,
    the_decoder_knows_the_scheme,
    weights_end_within_the_training,
    terms_have_names_of_their_own,
    stages_have_names_of_their_own,
    terms_speak_of_what_their_stage_learns_from,
)


def _stages(config: Arguments) -> list[Any]:
    """The parts of the config that have an objective and a trainer: stages, or itself."""
    if config["stages"] is not None:
        return config["stages"]
    is_whole = config["objective"] is not None and config["trainer"] is not None
    return [config] if is_whole else []


def _terms(config: Arguments) -> list[Node]:
    """The terms of all stages."""
    return [term for stage in _stages(config) for term in stage["objective"]]


def _looking(config: Arguments) -> list[Node]:
    """The losses that need inner states."""
    return [term["loss"] for term in _terms(config) if _needs(term["loss"]).inside]


def _side_by_side(embedder: Node) -> Iterator[Node]:
    """The embedder, or those that it concatenates."""
    if embedder.target is not Concatenate:
        yield embedder
        return
    for part in embedder["embedders"]:
        yield from _side_by_side(part)


def _has_no_vectors(embedder: Node) -> bool:
    return getattr(embedder.target, "token_vectors", None) is Embedder.token_vectors


def _needs(loss: Node) -> Needs:
    """What a loss says on its class; one that says it only when it is built says nothing here."""
    needs = getattr(loss.target, "needs", None)
    given = needs.given(loss) if isinstance(needs, Needs) else Needs()
    return given if isinstance(given.paths, int) else Needs()


def _argument(loss: Node) -> str:
    """The argument that says how many label sequences a loss asks for, if one does."""
    paths = loss.target.needs.paths
    return paths if isinstance(paths, str) else ""
