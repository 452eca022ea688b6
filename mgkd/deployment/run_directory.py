"""A run directory: all that is needed to predict, to resume and to reproduce."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor

from mgkd.config import ConfigError, UserError, build, part_of, rebuild
from mgkd.data import Labels, Splitter
from mgkd.deployment.model_card import model_card
from mgkd.evaluation import HeldOutCounts, Results
from mgkd.files import read_json, write_file, write_json, write_text
from mgkd.models import Tagger, assets_in


class RunDirectory:
    """The files of one trained tagger.

    config.json (resolved), model.safetensors, labels.json, what the embedder saves (such as
    vocabulary.json or encoder/), metrics.jsonl (as training went), metrics.json (at the end),
    counts.json (what the scores are made of, by sentence), environment.json, README.md (the model
    card); and while training checkpoint/ and begun.txt (the fingerprint of that training).
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def existing(cls, path: Path) -> "RunDirectory":
        """A finished run.

        Raises:
            UserError: when there is none at `path`, or its training has not finished.
        """
        run = cls(path)
        if not run.config_path.is_file():
            raise UserError(
                f"no run directory at {path}: it has no config.json\n"
                "Train one with: mgkd train CONFIG --out DIR"
            )
        if not run.is_complete:
            raise UserError(
                f"the run at {path} has not finished training: it has no metrics.json\n"
                f"Go on with: mgkd train CONFIG --out {path} --resume"
            )
        return run

    @property
    def config_path(self) -> Path:
        return self.path / "config.json"

    @property
    def weights_path(self) -> Path:
        return self.path / "model.safetensors"

    @property
    def labels_path(self) -> Path:
        return self.path / "labels.json"

    @property
    def metrics_path(self) -> Path:
        return self.path / "metrics.json"

    @property
    def counts_path(self) -> Path:
        return self.path / "counts.json"

    @property
    def history_path(self) -> Path:
        return self.path / "metrics.jsonl"

    @property
    def checkpoint_path(self) -> Path:
        return self.path / "checkpoint"

    @property
    def _begun_path(self) -> Path:
        return self.path / "begun.txt"

    @property
    def is_complete(self) -> bool:
        return self.metrics_path.is_file()

    @property
    def is_begun(self) -> bool:
        return self.config_path.is_file()

    @property
    def _is_worthless(self) -> bool:
        """Whether a run was begun here that failed before its first epoch was over."""
        made = (self.metrics_path, self.weights_path, self.checkpoint_path)
        return not any(path.exists() for path in made)

    def check_free(self, *, replace: bool) -> None:
        """See that a new run may be put here; changes nothing.

        Raises:
            UserError: when it holds a run and `replace` is false, or holds something else.
        """
        if self.path.exists() and not self.path.is_dir():
            raise UserError(f"{self.path} is a file; choose another place with --out DIR")
        if not self.path.is_dir() or not any(self.path.iterdir()):
            return
        if not self.is_begun:
            raise UserError(
                f"{self.path} holds files that are no run of mgkd; choose another place "
                "with --out DIR"
            )
        if not replace and not self._is_worthless:
            state = "a finished run" if self.is_complete else "an unfinished run"
            raise UserError(
                f"{self.path} already holds {state}\n"
                "Keep it and choose --out DIR, go on with --resume, or replace it with --force."
            )

    def claim(self, *, replace: bool) -> None:
        """Make the directory ours and empty.

        Raises:
            UserError: as `check_free`.
        """
        self.check_free(replace=replace)
        self.path.mkdir(parents=True, exist_ok=True)
        # What marks the place as a run goes last, so that an interrupted claim can be repeated.
        # The directory itself stays: it may be a link to another disk.
        for entry in sorted(self.path.iterdir(), key=self.config_path.__eq__):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def write_config(self, tree: dict[str, Any], plugins: Mapping[str, Path] | None = None) -> None:
        """Write the resolved config.

        Plugin files that it names beside or below it are copied, so that it trains from here as
        well; predicting never runs them.

        Args:
            plugins: the source file of each plugin, by its name in the config.
        """
        write_json(self.config_path, tree)
        for name, source in (plugins or {}).items():
            place = self.path / name
            if source.name == place.name and place.resolve().is_relative_to(self.path.resolve()):
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, place)

    def config(self) -> dict[str, Any]:
        return read_json(self.config_path)

    def write_environment(self, environment: dict[str, Any]) -> None:
        write_json(self.path / "environment.json", environment)

    def save_tagger(self, tagger: Tagger) -> None:
        """Write weights, labels and what the embedder needs."""
        write_json(self.labels_path, tagger.labels.to_json())
        tagger.embedder.save_assets(self.path)
        weights = {name: tensor.contiguous() for name, tensor in tagger.state_dict().items()}
        write_file(self.weights_path, save(weights, {"format": "pt"}))

    def load_tagger(self) -> Tagger:
        """The trained tagger, in evaluation mode on the CPU; runs no code from the directory.

        Raises:
            UserError: when a component comes from a plugin that is not loaded, or a file of the
                run is missing or cut off.
        """
        self._require_whole()
        config = self.config()
        model = part_of(config, "model")
        labels = self.labels()
        try:
            tagger = rebuild(Tagger, model, path="model", labels=labels, equip=assets_in(self.path))
        except ConfigError as error:
            plugins = config.get("plugins") or []
            if not plugins:
                raise
            raise UserError(
                f"{error}\nThis run was trained with plugins, which are never loaded by "
                f"themselves; name them: {' '.join(f'--plugin {name}' for name in plugins)}"
            ) from error
        except FileNotFoundError as error:
            raise self._lacks(Path(error.filename)) from error
        tagger.load_state_dict(self._weights())
        return tagger.eval()

    def _require_whole(self) -> None:
        for path in (self.labels_path, self.weights_path):
            if not path.is_file():
                raise self._lacks(path)

    def _lacks(self, path: Path) -> UserError:
        return UserError(f"the run at {self.path} lacks {path.name}; was all of it copied?")

    def _weights(self) -> dict[str, Tensor]:
        try:
            return load_file(self.weights_path)
        except SafetensorError as error:
            raise UserError(
                f"{self.weights_path} cannot be read ({error}); was all of it copied?"
            ) from error

    def labels(self) -> Labels:
        return Labels.from_json(read_json(self.labels_path))

    def splitter(self) -> Splitter:
        """How raw text is cut into tokens for this tagger."""
        return build(Splitter, part_of(self.config(), "corpus.splitter"), path="corpus.splitter")

    def write_results(self, results: Results) -> None:
        """Write metrics.json, which marks the run as finished, and the model card before it."""
        write_text(self.path / "README.md", model_card(results, self.config()))
        write_text(self.metrics_path, results.model_dump_json(indent=2) + "\n")

    def results(self) -> Results:
        """What metrics.json holds.

        Raises:
            UserError: when another version of mgkd wrote it, or it is damaged.
        """
        try:
            return Results.model_validate_json(self.metrics_path.read_text(encoding="utf-8"))
        except ValidationError as error:
            raise UserError(
                f"{self.metrics_path} is not what this version of mgkd writes: "
                f"{error.errors()[0]['msg']}; train the run again"
            ) from error

    def write_counts(self, counts: HeldOutCounts) -> None:
        write_text(self.counts_path, counts.model_dump_json() + "\n")

    def counts(self) -> HeldOutCounts | None:
        """What counts.json holds; None in a run of a version that wrote none.

        Raises:
            UserError: when it is damaged.
        """
        if not self.counts_path.is_file():
            return None
        try:
            return HeldOutCounts.model_validate_json(self.counts_path.read_text(encoding="utf-8"))
        except ValidationError as error:
            raise UserError(
                f"{self.counts_path} is not what this version of mgkd writes: "
                f"{error.errors()[0]['msg']}; delete it, or train the run again"
            ) from error

    def begin(self, fingerprint: str) -> None:
        """Note what determines the training that checkpoints here are of.

        Raises:
            UserError: when there are checkpoints of a training that something else determined.
        """
        noted = self._begun_path.read_text() if self._begun_path.is_file() else ""
        if noted.strip() == fingerprint:
            return
        if noted and self.checkpoint_path.exists():
            raise UserError(
                f"the run in {self.path} was begun with other sentences, another teacher or "
                "another version of mgkd, a plugin or torch, so it would not go on to the same "
                "numbers; set back what was changed, or begin anew with --force"
            )
        write_text(self._begun_path, fingerprint + "\n")

    def finish(self) -> None:
        """Remove the checkpoint, which a finished run no longer needs."""
        shutil.rmtree(self.checkpoint_path, ignore_errors=True)
        self._begun_path.unlink(missing_ok=True)
