"""Does every trainable parameter learn something?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from torch import Generator, Tensor, nn

from mgkd.config import ConfigError, nearest
from mgkd.data import Sentence, lengths_of
from mgkd.experiment.job import Job
from mgkd.experiment.lessons import Lessons
from mgkd.experiment.looking import stand_in
from mgkd.experiment.stage import Stage
from mgkd.experiment.task import Learner
from mgkd.models import shaped_by
from mgkd.testing.doing import Doing
from mgkd.testing.experiments import Config, loaded
from mgkd.testing.isolation import no_trace
from mgkd.testing.teachers import guesses
from mgkd.training import seed_everything


def check_gradients(
    config: Config,
    unreached: Sequence[str] = (),
    *,
    overrides: Sequence[str] = (),
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> None:
    """Take the gradient of a config's objective on the first sentences of its corpus.

    It is taken with the weights of the first update and, added to it, with those of the last; of a
    training in stages, of each of them.

    Every parameter of the tagger and of the losses must get a gradient that is finite and not all
    zero, unless it is frozen or named. Where the objective asks a teacher, random label sequences
    stand in for what it knows, an untrained tagger for the one that is looked into, and nothing is
    inherited: nothing is trained.

    Args:
        config: of a whole experiment: a Jsonnet or JSON file, or the mapping that it would give.
        unreached: shell patterns of the parameters that get no gradient and need none, such as
            "tagger.embedder.*.pooler.*"; the names are those that optimizer groups match. In a
            training of several stages those of losses have the stage before them, as in
            "stages[1].objective.*".
        overrides, profile, variables: as for `load_experiment`.

    Raises:
        ConfigError: when the config is wrong.
        AssertionError: naming every parameter that is not as it should be, and every pattern.
    """
    with no_trace() as folder:
        spec = loaded(config, folder, overrides, profile, variables).spec
        with Doing("reading the corpus", but=ConfigError):
            job = Job.load(spec, folder)
        size = max(stage.trainer.batch_size for stage in job.experiment.stages)
        sentences = [*job.splits.train[:size], *job.splits.unlabelled[:size]]
        place = f"on the first {len(sentences)} sentences of {job.experiment.corpus.name}"
        learners = _learners(job, sentences, folder)
        lengths = lengths_of(job.training_sentences())
        for learner, stage in zip(learners, job.experiment.stages, strict=True):
            heard = [item for item in sentences if _is_heard(item, stage)]
            whole = Lessons(stage, job, lengths).whole()
            for learner.objective.moment in (
                replace(whole, epoch=1, step=0),
                replace(whole, epoch=whole.epochs, step=whole.steps - 1),
            ):
                _add_gradient(learner, heard, f"the objective {place}")
        problems = list(_problems(_parameters(learners), unreached))
    assert not problems, "\n  ".join([f"one step of the objective {place}:", *problems])


def _learners(job: Job, sentences: Sequence[Sentence], cache: Path) -> list[Learner]:
    """What the job would train, stage by stage: one tagger under each objective.

    Where a teacher is asked, there is random knowledge of these sentences.
    """
    seed_everything(job.experiment.seed)
    with Doing("building the tagger", but=ConfigError):
        labels = job.labels(None)
        tagger = job.experiment.model(labels=labels, equip=shaped_by(job.found_sentences()))
    asked = job.asked_of_teacher()
    knowledge = guesses(labels, sentences, asked, Generator()) if asked else None
    objectives = [stage.objective for stage in job.experiment.stages]
    with Doing("building a teacher to look into", but=ConfigError):
        beside = stand_in(job, cache)
    return [
        Learner(tagger, each, knowledge if each.needs.stored else None, beside).train()
        for each in objectives
    ]


def _is_heard(sentence: Sentence, stage: Stage) -> bool:
    if stage.sentences == "all":
        return True
    return (sentence.spans is not None) == (stage.sentences == "labelled")


def _parameters(learners: Sequence[Learner]) -> dict[str, nn.Parameter]:
    """Those of the tagger, and of each stage's losses."""
    if len(learners) == 1:
        return dict(learners[0].named_parameters())
    own = [learner.objective.named_parameters(prefix="objective") for learner in learners]
    return dict(learners[0].tagger.named_parameters(prefix="tagger")) | {
        f"stages[{index}].{name}": parameter
        for index, named in enumerate(own)
        for name, parameter in named
    }


def _add_gradient(learner: Learner, sentences: Sequence[Sentence], what: str) -> None:
    with Doing(what):
        batch = learner.tagger.collate([learner.tagger.encode(item) for item in sentences])
        total = learner(batch).total
        assert total.isfinite(), f"{what} is {total.item()}"
        assert total.requires_grad, f"{what} has no gradient"
        total.backward()


def _problems(parameters: Mapping[str, nn.Parameter], unreached: Sequence[str]) -> Iterator[str]:
    trained = {name: p.grad for name, p in parameters.items() if p.requires_grad}
    for name, gradient in trained.items():
        named = any(fnmatchcase(name, pattern) for pattern in unreached)
        problem = _reached(gradient) if named else _unreached(gradient)
        if problem:
            yield f"{name}: {problem}"
    for pattern in unreached:
        if not any(fnmatchcase(name, pattern) for name in trained):
            similar = ", ".join(nearest(pattern, trained))
            hint = f"nearest: {similar}" if similar else f"there are: {', '.join(trained)}"
            yield f"{pattern}: no trainable parameter has this name; {hint}"


def _unreached(gradient: Tensor | None) -> str | None:
    if gradient is None:
        return "no gradient reaches it; use it, freeze it, or name it in `unreached`"
    if not gradient.isfinite().all():
        return "its gradient is not finite"
    if not gradient.any():
        return "its gradient is zero everywhere; is what it gives multiplied by zero, or cut off?"
    return None


def _reached(gradient: Tensor | None) -> str | None:
    if gradient is not None and gradient.any():
        return "it is named in `unreached`, and gets a gradient; do not name it"
    return None
