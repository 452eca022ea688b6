"""A teacher that the command line names."""

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mgkd.config import UserError, built_from, part_of, tree_from
from mgkd.data import readers
from mgkd.experiment.examining import whole
from mgkd.experiment.files import CONFIGS
from mgkd.experiment.loading import load_experiment
from mgkd.experiment.pipeline import train_or_find
from mgkd.experiment.teacher import ReadyTeacher, Teacher
from mgkd.experiment.teachers import FinishedTeacher
from mgkd.experiment.workspace import Workspace

NAME = "TEACHER"


@dataclass(frozen=True)
class NamedTeacher:
    """A teacher, and how sentences of its corpus are read where that is known.

    Attributes:
        ready: the teacher.
        corpus: the part `corpus` of its config, or of the config that names it; or empty.
    """

    ready: ReadyTeacher
    corpus: Mapping[str, Any]

    def reader(self, named: str | None) -> str | None:
        """What reads files: what was named, or what reads its corpus; None where neither is known.

        Raw text is cut into tokens as in its corpus, unless a splitter is named.
        """
        tree = self.corpus.get("reader") if named is None else tree_from(named, "--reader")
        if tree is None:
            return None
        given = {"type": tree} if isinstance(tree, str) else dict(tree)
        known = readers.get(given["type"]) if given.get("type") in readers.names() else None
        cuts_text = known is not None and "splitter" in inspect.signature(known).parameters
        if cuts_text and given.get("splitter") is None and "splitter" in self.corpus:
            given["splitter"] = self.corpus["splitter"]
        return json.dumps(given)


def named_teacher(
    text: str,
    workspace: Workspace,
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> NamedTeacher:
    """The teacher that is meant by a text.

    Args:
        text: a run directory; a config file, whose teacher is meant and trained where it is not
            found trained; or a teacher's config as Jsonnet, such as {type: 'annotations', ...}.
        profile, variables: of a config file.

    Raises:
        UserError: when there is no such teacher.
    """
    if text.lstrip().startswith("{"):
        teacher = built_from(Teacher, tree_from(text, NAME), NAME)
        return NamedTeacher(_ready(teacher, workspace), {})
    path = Path(text)
    if path.suffix in CONFIGS:
        loaded = load_experiment(path, profile=profile, variables=variables)
        teacher = loaded.spec().teacher
        if teacher is None:
            raise UserError(
                f"{path} names no teacher; to let the tagger that it trains annotate, train it and "
                "name its run directory"
            )
        return NamedTeacher(_ready(teacher, workspace), part_of(loaded.spec.tree, "corpus"))
    ready = _ready(FinishedTeacher(path), workspace)
    return NamedTeacher(ready, part_of(whole(path).resolution.tree, "corpus"))


def _ready(teacher: Teacher, workspace: Workspace) -> ReadyTeacher:
    return teacher.ready(lambda spec: train_or_find(spec, workspace, "teacher"))
