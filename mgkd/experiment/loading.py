"""From a config file and the command line to a checked experiment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mgkd.config import (
    ConfigError,
    Deferred,
    apply_overrides,
    build,
    load_config,
    load_installed_plugins,
    load_plugins,
)
from mgkd.experiment.experiment import Experiment


@dataclass(frozen=True)
class LoadedExperiment:
    """A config that was read and found right.

    Attributes:
        name: of the file, without its ending; with the profile where the config has profiles.
        spec: the experiment, checked and not built.
        plugins: the source files of its plugins, now loaded, by their names.
    """

    name: str
    spec: Deferred[Experiment]
    plugins: dict[str, Path]


def load_experiment(
    path: Path,
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
) -> LoadedExperiment:
    """Read a config, apply `--set`, load its plugins, and check the whole.

    Raises:
        UserError: with all that is wrong, and where.
    """
    tree = load_config(path, variables=variables or {}, profile=profile)
    load_installed_plugins()
    try:
        tree = apply_overrides(tree, overrides)
        plugins = {
            name: source
            for name in _plugin_names(tree)
            for source in load_plugins([name], base_dir=path.parent)
        }
        spec = build(Deferred[Experiment], tree)
        spec()  # a constructor may find its arguments at odds with each other
    except ConfigError as error:
        raise error.with_source(path) from error
    used = tree.get("variables", {}).get("profile")
    name = f"{path.stem}-{used}" if used else path.stem
    return LoadedExperiment(name, spec, plugins)


def _plugin_names(tree: Mapping) -> list[str]:
    """The plugins of a config and of the teacher it trains.

    What is no list of names is left for the check to complain of.
    """
    names = tree.get("plugins")
    found = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    teacher = tree.get("teacher")
    config = teacher.get("config") if isinstance(teacher, dict) else None
    inherited = _plugin_names(config) if isinstance(config, dict) else []
    return list(dict.fromkeys([*found, *inherited]))
