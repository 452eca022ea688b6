"""Does a config train, and does what it trained come back from its run directory?"""

import json
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from rich.console import Console

from mgkd.config import ConfigError, Deferred, build
from mgkd.data import Sentence
from mgkd.deployment import Prediction, Predictor, RunDirectory
from mgkd.experiment import Experiment, Workspace, start
from mgkd.models import Tagger
from mgkd.testing.doing import Doing
from mgkd.testing.experiments import Config, at_fixture_size, loaded
from mgkd.testing.isolation import no_trace
from mgkd.testing.samples import SENTENCES, STRANGE
from mgkd.testing.saving import check_same

OWN_SENTENCES = 32  # of the corpus, to compare predictions on


def check_config_trains(
    config: Config,
    *,
    overrides: Sequence[str] = (),
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> None:
    """Train a config for one epoch, its teachers too and without a baseline; load what came of it.

    Of a training in stages it is one epoch of each.

    - The history has the epoch, and every number in it is finite; the metrics can be read.
    - The loaded tagger has the parameters of the trained one, and says the same of sentences of
      the corpus and of built-in ones.
    - A `Predictor` finds the same entities in tokens, and can cut text into tokens.

    No file, registration or state of a random number generator is left behind; files that a
    component of the config writes to a place of its own are its own affair.

    Args:
        config: a Jsonnet or JSON file, or the mapping that it would give.
        overrides, profile, variables: as for `load_experiment`.

    Raises:
        ConfigError: when the config is wrong.
        AssertionError: naming the promise that is broken.
    """
    with no_trace() as folder:
        experiment = loaded(config, folder, overrides, profile, variables)
        watched = _Watched(build(Deferred[Experiment], at_fixture_size(experiment.spec.tree)))
        run = RunDirectory(folder / "run")
        console = Console(file=StringIO())
        workspace = Workspace(console, folder / "cache", folder / "runs", experiment.plugins)
        with Doing("training for an epoch", but=ConfigError):
            start(watched, run, workspace)
        _check_records(run)
        trained = watched.tagger.cpu()
        sentences = [*watched.experiment.corpus.load().dev[:OWN_SENTENCES], *SENTENCES, STRANGE]
        with Doing("loading the trained tagger"):
            again = run.load_tagger()
        check_same(trained, again, sentences)
        _check_predictor(run, trained, sentences)


class _Watched:
    """The experiment of a config, keeping hold of what it builds: itself and its tagger."""

    experiment: Experiment
    tagger: Tagger

    def __init__(self, spec: Deferred[Experiment]) -> None:
        self.spec = spec
        self.tree = spec.tree

    def __call__(self) -> Experiment:
        self.experiment = self.spec()
        model = self.experiment.model

        def watched_model(**supplied: Any) -> Tagger:
            self.tagger = model(**supplied)
            return self.tagger

        self.experiment.model = watched_model
        return self.experiment


def _check_records(run: RunDirectory) -> None:
    with Doing("reading what the training recorded"):
        results = run.results()
        lines = run.history_path.read_text(encoding="utf-8").splitlines()
        history = [json.loads(line) for line in lines]
    epochs = [record["epoch"] for record in history]
    stages = max(1, len(results.training.stages))
    assert epochs == [results.training.best_epoch] * stages == [1] * stages, (
        f"{run.history_path.name} tells of the epochs {epochs} of a training of one epoch"
        + (f" in each of {stages} stages" if stages > 1 else "")
    )
    # What is not finite is written as null.
    numbers = [
        item
        for told in history
        for item in [("loss", told["loss"]), *told["terms"].items(), *told["metrics"].items()]
    ]
    wrong = sorted({name for name, value in numbers if value is None})
    assert not wrong, f"{run.history_path.name}: not finite: {', '.join(wrong)}"


def _check_predictor(run: RunDirectory, tagger: Tagger, sentences: Sequence[Sentence]) -> None:
    tokens = [sentence.tokens for sentence in sentences]
    with Doing("predicting with the Predictor of the run"):
        predictor = Predictor.load(run.path)
        found = predictor.predict(tokens)
        expected = Predictor(tagger, predictor.splitter).predict(tokens)
    for one, other in zip(expected, found, strict=True):
        assert _entities(one) == _entities(other), (
            f"the Predictor of the run finds {_entities(other)} in {one.text[:40]!r}, "
            f"and the trained tagger {_entities(one)}"
        )
    texts = [prediction.text for prediction in found]
    for text in texts:
        with Doing(f"cutting {text[:40]!r} into tokens"):
            cut = predictor.splitter.split(text)
        for token in cut:
            assert token.text == text[token.start : token.end] != "", (
                f"the splitter gives the token {token.text!r} at characters {token.start} to "
                f"{token.end} of {text[:40]!r}, where {text[token.start : token.end]!r} stands"
            )
    with Doing("predicting raw text with the Predictor of the run"):
        predictor.predict(texts)


def _entities(prediction: Prediction) -> list[tuple[int, int, str]]:
    return [(entity.start, entity.end, entity.label) for entity in prediction.entities]
