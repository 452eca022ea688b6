"""Does every trainable parameter learn something?"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from torch import Generator, Tensor, nn

from mgkd.config import ConfigError, nearest
from mgkd.data import Sentence
from mgkd.experiment.job import Job
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

    It is taken with the weights of the first epoch and, added to it, with those of the last.

    Every parameter of the tagger and of the losses must get a gradient that is finite and not all
    zero, unless it is frozen or named. Where the objective asks a teacher, random label sequences
    stand in for what it knows, and nothing is inherited: nothing is trained.

    Args:
        config: of a whole experiment: a Jsonnet or JSON file, or the mapping that it would give.
        unreached: shell patterns of the parameters that get no gradient and need none, such as
            "tagger.embedder.*.pooler.*"; the names are those that optimizer groups match.
        overrides, profile, variables: as for `load_experiment`.

    Raises:
        ConfigError: when the config is wrong.
        AssertionError: naming every parameter that is not as it should be, and every pattern.
    """
    with no_trace() as folder:
        spec = loaded(config, folder, overrides, profile, variables).spec
        with Doing("reading the corpus", but=ConfigError):
            job = Job.load(spec, folder)
        size = job.experiment.trainer.batch_size
        sentences = [*job.splits.train[:size], *job.splits.unlabelled[:size]]
        learner = _learner(job, sentences)
        place = f"on the first {len(sentences)} sentences of {job.experiment.corpus.name}"
        for epoch in sorted({1, job.experiment.trainer.epochs}):
            learner.objective.epoch = epoch
            _add_gradient(learner, sentences, f"the objective {place}")
        problems = list(_problems(learner, unreached))
    assert not problems, "\n  ".join([f"one step of the objective {place}:", *problems])


def _learner(job: Job, sentences: Sequence[Sentence]) -> Learner:
    """What the job would train, with random knowledge of these sentences if a teacher is asked."""
    seed_everything(job.experiment.seed)
    with Doing("building the tagger", but=ConfigError):
        labels = job.labels(None)
        tagger = job.experiment.model(labels=labels, equip=shaped_by(job.splits.train))
    asked = job.asked_of_teacher()
    knowledge = guesses(labels, sentences, asked, Generator()) if asked else None
    return Learner(tagger, job.experiment.objective, knowledge).train()


def _add_gradient(learner: Learner, sentences: Sequence[Sentence], what: str) -> None:
    with Doing(what):
        batch = learner.tagger.collate([learner.tagger.encode(item) for item in sentences])
        total = learner(batch).total
        assert total.isfinite(), f"{what} is {total.item()}"
        assert total.requires_grad, f"{what} has no gradient"
        total.backward()


def _problems(learner: nn.Module, unreached: Sequence[str]) -> Iterator[str]:
    trained = {name: p.grad for name, p in learner.named_parameters() if p.requires_grad}
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
