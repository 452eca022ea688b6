"""From a config file and the command line to a checked experiment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mgkd.config import ConfigError, Deferred, build
from mgkd.experiment.examining import Examined, examine, placed
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
    """Read and check a config, and see that its parts go together.

    Raises:
        UserError: with all that is wrong, and where.
    """
    examined = examine(path, profile=profile, variables=variables, overrides=overrides)
    return load_examined(examined, path)


def load_examined(examined: Examined, path: Path) -> LoadedExperiment:
    """The same of a config that was examined already.

    Args:
        path: what to call it in an error.
    """
    if examined.problems:
        raise ConfigError(path, examined.problems)
    try:
        spec = build(Deferred[Experiment], examined.resolution.tree)
        spec()  # a constructor may find its arguments at odds with each other
    except ConfigError as error:
        raise ConfigError(path, placed(examined, error.problems)) from error
    return LoadedExperiment(examined.name, spec, examined.plugins)
