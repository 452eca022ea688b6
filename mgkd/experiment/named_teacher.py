"""A teacher that the command line names."""

import inspect
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mgkd.config import UserError, built_from, part_of, tree_from
from mgkd.data import readers
from mgkd.experiment.examining import whole
from mgkd.experiment.files import CONFIGS, OF_A_RUN, OPTION, DataFile, data_files
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
        tree: its config, or that which names it; None where there is none.
    """

    ready: ReadyTeacher
    tree: dict[str, Any] | None

    def files(self, named: Sequence[str], reader: str | None, **of_config: Any) -> list[DataFile]:
        """What it is to annotate.

        Args:
            named: as for `data_files`.
            reader: what reads them, as for `data_files`; by default what reads its corpus. Raw text
                is cut into tokens as in its corpus, unless a splitter is named.
            of_config: profile and variables, where a config is named.

        Raises:
            UserError: when that is not understood.
        """
        path = Path(named[0])
        of_a_config = path.suffix in CONFIGS or (path / OF_A_RUN).is_file()
        if len(named) == 1 and of_a_config:
            return data_files(named, reader, **of_config)
        return data_files(named, self._reader(reader))

    def _reader(self, named: str | None) -> str | None:
        """As JSON; None where neither is known."""
        tree = self._part("reader") if named is None else tree_from(named, OPTION)
        if tree is None:
            return None
        given = {"type": tree} if isinstance(tree, str) else dict(tree)
        known = readers.get(given["type"]) if given.get("type") in readers.names() else None
        cuts_text = known is not None and "splitter" in inspect.signature(known).parameters
        splitter = self._part("splitter")
        if cuts_text and given.get("splitter") is None and splitter is not None:
            given["splitter"] = splitter
        return json.dumps(given)

    def _part(self, name: str) -> Any:
        """A part of its corpus; None where it has none."""
        if self.tree is None or self.tree["corpus"].get(name) is None:
            return None
        return part_of(self.tree, f"corpus.{name}")


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
        return NamedTeacher(_ready(teacher, workspace), None)
    path = Path(text)
    if path.suffix in CONFIGS:
        loaded = load_experiment(path, profile=profile, variables=variables)
        teacher = loaded.spec().teacher
        if teacher is None:
            raise UserError(
                f"{path} names no teacher; to let the tagger that it trains annotate, train it and "
                "name its run directory"
            )
        return NamedTeacher(_ready(teacher, workspace), loaded.spec.tree)
    ready = _ready(FinishedTeacher(path), workspace)
    return NamedTeacher(ready, whole(path).resolution.tree)


def _ready(teacher: Teacher, workspace: Workspace) -> ReadyTeacher:
    return teacher.ready(lambda spec: train_or_find(spec, workspace, "teacher"))
