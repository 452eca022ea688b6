"""Datasets in the Hugging Face format, from folders and from the hub."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mgkd.config import UserError, nearest
from mgkd.data.errors import DataError
from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.hf_names import DatasetName
from mgkd.data.readers.json_values import identity
from mgkd.data.readers.tags import OnIllegal, TagPolicy
from mgkd.data.readers.texts import no_tokens
from mgkd.data.schemes import SchemeName, scheme_named
from mgkd.data.sentence import Sentence

if TYPE_CHECKING:
    from datasets import Dataset

ID = "id"


@readers.register("hf")
class HuggingFaceReader(Reader):
    """A split of a Hugging Face dataset: tokens and tags in columns, one sentence a row.

    A path is a folder that `save_to_disk` wrote, with the name of a split where it holds several
    ("data/mine#train"); a folder of Parquet, CSV or JSON files ("data/files#train"); or a name on
    the hub, with a configuration where there are several ("owner/name#test",
    "owner/name@config#test"). A config check does not ask the hub. Sentences come from
    "PATH:ROW", with rows from 1. A row whose tags are null is unlabelled. Needs the extra
    mgkd[hub].

    Args:
        token_column: the column of the tokens, lists of strings.
        tag_column: the column of the tags, lists of class labels, of strings or of integers; null
            for unlabelled sentences.
        tag_names: what the integers 0, 1, 2, ... stand for where the dataset does not say it.
        id_column: the column of the ids; a dataset without "id" has none.
        scheme: how the tags write entities.
        on_illegal: what becomes of tags that the scheme forbids: an "error"; "repair" reads them
            as conlleval does, each that carries no entity on as the begin of one; "strict" leaves
            the entities out that are written by them. Both are counted.
        on_problem: "raise", or "repair" and count: rows without tokens.
    """

    def __init__(
        self,
        token_column: str = "tokens",
        tag_column: str | None = "ner_tags",
        tag_names: list[str] | None = None,
        id_column: str = ID,
        scheme: SchemeName = "bio",
        on_illegal: OnIllegal = "error",
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        self.token_column = token_column
        self.tag_column = tag_column
        self.tag_names = tag_names
        self.id_column = id_column
        self.tags = TagPolicy(scheme_named(scheme), on_illegal)

    @classmethod
    def trouble_with(cls, path: Path) -> str | None:
        try:
            return DatasetName.of(path).trouble()
        except OSError as error:
            return f"{path}: cannot be read: {error.strerror}"

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        """Sentences from the rows; there are no lines, and none is asked for."""
        dataset = opened(path)
        columns = self._columns(path, dataset)
        names = self._names(path, dataset)
        for number, row in enumerate(dataset.select_columns(columns), start=1):
            tokens = row[self.token_column]
            if not isinstance(tokens, list) or None in tokens:
                self.fail(path, number, f'"{self.token_column}" is null, or holds a null')
            spans = None
            if self.tag_column is not None and row[self.tag_column] is not None:
                tags = self._tags(path, number, row[self.tag_column], names)
                if len(tags) != len(tokens):
                    self.fail(path, number, f"{len(tags)} tags for {len(tokens)} tokens")
                spans = self.tags.spans(self, path, [number] * len(tags), tags)
            if tokens:
                name = identity(self, path, number, row.get(self.id_column))
                yield self.sentence(path, number, tokens, spans, name)
            else:
                no_tokens(self, path, number)

    def _columns(self, path: Path, dataset: "Dataset") -> list[str]:
        """The columns to be read."""
        found = dataset.column_names
        columns = [self.token_column, self.id_column]
        columns += [] if self.tag_column is None else [self.tag_column]
        if self.id_column == ID and ID not in found:
            columns.remove(ID)
        for column in columns:
            if column not in found:
                near = ", ".join(nearest(column, found))
                hint = f"nearest: {near}; there are" if near else "there are"
                raise DataError(f"{path}: no column is called {column!r}; {hint}: {found}")
        for column in found:
            if column not in columns:
                self.report.add(path, f"{path}:1", f"column {column!r}, not read")
        if kind(dataset, self.token_column) != "string":
            raise DataError(
                f"{path}: the column {self.token_column!r} does not hold lists of strings but "
                f"{dataset.features[self.token_column]}"
            )
        return columns

    def _names(self, path: Path, dataset: "Dataset") -> list[str] | None:
        """What integers among the tags stand for; None where tags are strings."""
        if self.tag_column is None:
            return None
        own = getattr(item_type(dataset, self.tag_column), "names", None)
        found = "" if own else kind(dataset, self.tag_column)
        if not own and found != "string" and "int" not in found:
            raise DataError(
                f"{path}: the column {self.tag_column!r} holds no lists of tags but "
                f"{dataset.features[self.tag_column]}"
            )
        if self.tag_names is not None and "int" not in found:
            raise DataError(
                f"{path}: the tags in the column {self.tag_column!r} have names of their own; "
                "leave out tag_names"
            )
        if self.tag_names is None and "int" in found:
            raise DataError(
                f"{path}: the tags in the column {self.tag_column!r} are integers without names\n"
                'Give their names, in order, as tag_names, such as ["O", "B-PER", "I-PER"]'
            )
        return own or self.tag_names

    def _tags(
        self, path: Path, number: int, found: list[Any], names: list[str] | None
    ) -> list[str]:
        if None in found:
            self.fail(path, number, "a tag is null")
        if names is None:
            return found
        for tag in found:
            if not 0 <= tag < len(names):
                remedy = "A dataset that hides its tags is read with tag_column: null"
                what = f"the tag {tag} has no name; there are {len(names)} names"
                self.fail(path, number, what, remedy)
        return [names[tag] for tag in found]


def item_type(dataset: "Dataset", column: str) -> Any:
    """The type of the items of a column of lists, as the library has it; None for another one."""
    return getattr(dataset.features[column], "feature", None)


def kind(dataset: "Dataset", column: str) -> str:
    """The name of that type, such as "string" or "int64"; empty where it is no plain one."""
    return getattr(item_type(dataset, column), "dtype", "").removeprefix("large_")


def opened(path: Path) -> "Dataset":
    """The dataset of that name.

    Raises:
        UserError: when the library datasets is not installed.
        DataError: when there is no such dataset, or it cannot be read or reached.
    """
    try:
        from datasets import load_dataset, load_from_disk
    except ImportError as error:
        raise UserError(
            "Hugging Face datasets are read by the library datasets, which is not installed; "
            "python -m pip install 'mgkd[hub]'"
        ) from error
    trouble = HuggingFaceReader.trouble_with(path)
    if trouble:
        raise DataError(trouble)
    name = DatasetName.of(path)
    try:
        if name.saved:
            return load_from_disk(str(name.saved))
        return load_dataset(name.name, name.config, split=name.split)
    except Exception as error:  # of many kinds, those of pyarrow and of the network among them
        unreached = isinstance(error, ConnectionError)
        advice = "; is there a connection? Or save it once by save_to_disk and name the folder"
        what = str(error).strip() or type(error).__name__
        raise DataError(f"{path}: {what}{advice if unreached else ''}") from error
