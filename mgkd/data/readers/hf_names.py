"""Names of Hugging Face datasets, in folders and on the hub."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from mgkd.config import nearest
from mgkd.data.readers.base import missing_file

ON_THE_HUB = re.compile(r"[\w.-]+(/[\w.-]+)?")


@dataclass(frozen=True)
class DatasetName:
    """What NAME, NAME#SPLIT or NAME@CONFIG#SPLIT stands for.

    Attributes:
        name: a folder, or a name on the hub.
        config: which of several configurations, or None.
        split: which split, or None.
    """

    name: str
    config: str | None
    split: str | None

    @classmethod
    def of(cls, path: Path) -> "DatasetName":
        """The parts; what is a folder, whatever characters its name has, is taken for one."""
        text = str(path)
        if path.is_dir():
            return cls(text, None, None)
        before, mark, split = text.rpartition("#")
        whole, chosen = (before, split or None) if mark else (text, None)
        name, mark, config = whole.rpartition("@")
        if not mark or Path(whole).is_dir():
            return cls(whole, None, chosen)
        return cls(name, config or None, chosen)

    @property
    def folder(self) -> Path | None:
        """The folder; None for a name on the hub."""
        return Path(self.name) if Path(self.name).is_dir() else None

    @property
    def saved(self) -> Path | None:
        """The folder of one split that `save_to_disk` wrote; None for anything else."""
        if self.folder is None or self.config is not None:
            return None
        if (self.folder / "dataset_dict.json").is_file():
            return self.folder / str(self.split)
        return self.folder if (self.folder / "state.json").is_file() else None

    def trouble(self) -> str | None:
        """What can be seen to be wrong without asking the hub; None when nothing is."""
        folder = self.folder
        if folder is None:
            if not ON_THE_HUB.fullmatch(self.name):
                trouble = missing_file(Path(self.name))
                return f"{trouble}; a dataset is a folder or a name on the hub, such as a/b#train"
        elif (folder / "dataset_dict.json").is_file():
            return self._trouble_with_split(splits_saved(folder))
        elif (folder / "state.json").is_file():
            single = f"{self.name} holds a single split; leave out #{self.split}"
            return single if self.split is not None else None
        return self._trouble_with_split(None)

    def _trouble_with_split(self, splits: list[str] | None) -> str | None:
        if self.split is None:
            return f"{self.name}: which split? Name it: {self.name}#{(splits or ['train'])[0]}"
        if splits is None or self.split in splits:
            return None
        near = nearest(self.split, splits)
        hint = f"nearest: {', '.join(near)}" if near else f"there are: {', '.join(splits)}"
        return f"{self.name} has no split {self.split!r}; {hint}"


def splits_saved(folder: Path) -> list[str]:
    """The splits of a folder that `save_to_disk` wrote; none when it cannot be read."""
    try:
        return list(json.loads((folder / "dataset_dict.json").read_bytes())["splits"])
    except (OSError, ValueError, KeyError, TypeError):
        return []
