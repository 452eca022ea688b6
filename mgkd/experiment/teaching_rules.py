"""What must hold between losses and the kind of teacher that they learn from."""

from collections.abc import Iterator
from typing import Any

from mgkd.config import Arguments, Node, Problem
from mgkd.data import scheme_named
from mgkd.distillation import carries_over
from mgkd.experiment.teacher import schemes_of


def the_teacher_tells_what_is_asked(
    teacher: Node, losses: list[tuple[Node, Any]]
) -> Iterator[Problem]:
    """Of a teacher's part of the config, and of losses with what they need."""
    kind = teacher.type
    for loss, needs in losses:
        if needs.scores and not getattr(teacher.target, "tells_scores", True):
            yield loss.problem(
                "",
                f"{loss.type} learns from the teacher's scores, and a teacher of the kind {kind} "
                "knows label sequences only; take a loss of those (kbest_cross_entropy, "
                "fuzzy_crf, path_set), or a teacher that can be asked",
            )
        elif getattr(teacher.target, "is_of_parts", False) and not _hears_parts(loss, needs):
            yield loss.problem(
                "",
                f"{loss.type} learns from one teacher of all entity types, and those of the kind "
                f"{kind} have types of their own; take a loss for such teachers "
                "(collapsed_posterior_kl)",
            )


def the_teacher_stores_labels_enough(
    teacher: Node, losses: list[tuple[Node, Any]]
) -> Iterator[Problem]:
    stored = teacher.get("top_labels")
    for loss, needs in losses:
        fewest = getattr(loss.target, "fewest_labels", 1)
        name = fewest if isinstance(fewest, str) else ""
        wanted = loss[name] if name else fewest
        if needs.scores and stored is not None and stored < wanted:
            yield loss.problem(
                name,
                f"{loss.type} learns from the scores of {wanted} labels of each token, but the "
                f"teacher stores those of {stored} (teacher.top_labels); set that to {wanted} or "
                "more, or remove it",
            )


def text_is_chosen_by_one_distribution(config: Arguments) -> Iterator[Problem]:
    teacher = config["teacher"]
    if teacher is None or not getattr(teacher.target, "is_of_parts", False):
        return
    for text in config["unlabelled"] or ():
        if text["minimum_confidence"] is not None:
            yield text.problem(
                "minimum_confidence",
                f"is about the best label sequence, and teachers of the kind {teacher.type} have "
                "none in common; remove this",
            )


def scores_can_be_written_in_the_students_tags(
    config: Arguments, losses: list[tuple[Node, Any]]
) -> Iterator[Problem]:
    """As far as the config says what tags the teacher writes in."""
    own = config["scheme"]
    for scheme in sorted(set(schemes_of(config["teacher"]))):
        for loss, needs in losses:
            if needs.scores and not carries_over(scheme, own):
                yield loss.problem(
                    "",
                    f"{loss.type} learns from the teacher's scores of {scheme} tags, which are no "
                    f"scores of {own} tags, since those say less; set scheme to {scheme!r}, or "
                    "take a loss of label sequences",
                )
            elif getattr(loss.target, "reads_emissions", False) and not _same(scheme, own):
                yield loss.problem(
                    "",
                    f"{loss.type} compares scores tag by tag, but the teacher's tags are "
                    f"{scheme} and the student's {own}; set scheme to {scheme!r}, or take a loss "
                    "of marginals (posterior_kl) or of label sequences",
                )


def _hears_parts(loss: Node, needs: Any) -> bool:
    return not needs or getattr(loss.target, "hears_parts", False)


def _same(one: str, other: str) -> bool:
    return scheme_named(one).name == scheme_named(other).name
