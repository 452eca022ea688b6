"""What must hold between the parts of an experiment, told before any of them is built."""

from collections.abc import Iterator

from mgkd.config import Arguments, Node, Problem
from mgkd.distillation import Needs
from mgkd.distillation.objective import distinct_names


def a_teacher_for_those_who_ask(config: Arguments) -> Iterator[Problem]:
    if config["teacher"] is not None:
        return
    for term in config["objective"]:
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


def the_teacher_says_enough(config: Arguments) -> Iterator[Problem]:
    if config["teacher"] is None:
        return
    stored = config["teacher"].get("paths")
    for term in config["objective"]:
        asked = _needs(term["loss"]).paths
        if stored is not None and asked > stored:
            yield term["loss"].problem(
                _argument(term["loss"]),
                f"{term['loss'].type} asks for {asked} label sequences, but the teacher stores "
                f"{stored} (teacher.paths)",
            )


def the_decoder_knows_the_scheme(config: Arguments) -> Iterator[Problem]:
    decoder, scheme = config["model"]["decoder"], config["scheme"]
    known = getattr(decoder.target, "schemes", (scheme,))
    if scheme not in known:
        message = f"{decoder.type} cannot decode {scheme}; it knows {', '.join(known)}"
        yield config.problem("scheme", message)


def weights_end_within_the_training(config: Arguments) -> Iterator[Problem]:
    epochs = config["trainer"]["epochs"]
    for term in config["objective"]:
        weight = term["weight"]
        if isinstance(weight, Node) and (weight.get("epochs") or 0) > epochs:
            yield weight.problem(
                "epochs",
                f"the weight changes over {weight['epochs']} epochs, but training ends after "
                f"{epochs} (trainer.epochs)",
            )


def terms_have_names_of_their_own(config: Arguments) -> Iterator[Problem]:
    terms = config["objective"]
    names = distinct_names([term["name"] or term["loss"].type for term in terms])
    for index, (term, name) in enumerate(zip(terms, names, strict=True)):
        if name in names[:index]:
            yield term.problem("name", f"{name} is what another term is called as well")


RULES = (
    a_teacher_for_those_who_ask,
    a_baseline_is_of_a_student,
    the_teacher_says_enough,
    the_decoder_knows_the_scheme,
    weights_end_within_the_training,
    terms_have_names_of_their_own,
)


def _needs(loss: Node) -> Needs:
    """What a loss says on its class; one that says it only when it is built says nothing here."""
    needs = getattr(loss.target, "needs", None)
    given = needs.given(loss) if isinstance(needs, Needs) else Needs()
    return given if isinstance(given.paths, int) else Needs()


def _argument(loss: Node) -> str:
    """The argument that says how many label sequences a loss asks for, if one does."""
    paths = loss.target.needs.paths
    return paths if isinstance(paths, str) else ""
