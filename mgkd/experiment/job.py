"""One training, with its corpus at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mgkd.config import Deferred, UserError, fingerprint
from mgkd.data import Batches, CorpusSplits, Joined, Labels, Sentence, bucketed_batches
from mgkd.distillation import Needs, Recorded
from mgkd.experiment.experiment import Experiment
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.identity import training_fingerprint
from mgkd.experiment.teacher import ReadyTeacher
from mgkd.experiment.workspace import Workspace


@dataclass(frozen=True)
class Job:
    """An experiment with the sentences of its corpus.

    Attributes:
        spec: the experiment's part of the config.
        experiment: built from it.
        splits: its corpus.
        folder: where what is kept on disk is kept; None: everything is in memory.
    """

    spec: Deferred[Experiment]
    experiment: Experiment
    splits: CorpusSplits
    folder: Path | None = None

    @classmethod
    def load(cls, spec: Deferred[Experiment], cache: Path) -> "Job":
        """Build the experiment and read its corpus.

        Args:
            cache: folder for what the experiment wants kept on disk.

        Raises:
            UserError: whatever is wrong with them.
        """
        experiment = spec()
        folder = cache if experiment.storage == "disk" else None
        return cls(spec, experiment, experiment.corpus.load(folder), folder)

    @property
    def held_out(self) -> HeldOut:
        """What its tagger and others are measured on."""
        experiment = self.experiment
        batch_size = experiment.trainer.evaluation_batch_size
        return HeldOut(experiment.corpus.name, self.splits, batch_size)

    def fingerprint(self, workspace: Workspace, teacher: ReadyTeacher | None) -> str:
        """Of everything that determines the result."""
        known = teacher.fingerprint if teacher else None
        recorded = self.recorded_of_teacher()
        if known and recorded.needs.scores and recorded.top_labels is not None:
            known = fingerprint({"teacher": known, "top_labels": recorded.top_labels})
        plugins = list(workspace.plugins.values())
        seed = self.experiment.seed
        return training_fingerprint(self.spec.tree, self.splits, seed, plugins, known)

    def asked_of_teacher(self) -> Needs:
        """What the teacher is asked for of each sentence; nothing: it is not asked.

        What the objective needs, or more label sequences where the config says so.

        Raises:
            UserError: when the config says fewer, which is seen only here of a loss that tells its
                needs when it is built.
        """
        needs, teacher = self.experiment.objective.needs, self.experiment.teacher
        if not needs or teacher is None:
            return Needs()
        if teacher.paths is not None and teacher.paths < needs.paths:
            raise UserError(
                f"the objective asks for {needs.paths} label sequences, but the teacher stores "
                f"{teacher.paths}; set teacher.paths to {needs.paths} or more"
            )
        return needs | Needs(paths=teacher.paths or 0)

    def recorded_of_teacher(self) -> Recorded:
        """What is kept of the teacher's answers."""
        teacher = self.experiment.teacher
        return Recorded(self.asked_of_teacher(), teacher.top_labels if teacher else None)

    def training_sentences(self) -> Sequence[Sentence]:
        """The training split and, where some loss learns from a teacher, the unlabelled text."""
        learns_from_text = bool(self.experiment.objective.needs)
        return Joined(self.splits.train, self.splits.unlabelled if learns_from_text else ())

    def training_batches(self, epoch: int, lengths: Sequence[int]) -> Batches:
        """Indices of the training sentences in the batches of an epoch.

        Args:
            lengths: of the training sentences, in tokens.
        """
        trainer, seed = self.experiment.trainer, self.experiment.seed
        return bucketed_batches(lengths, trainer.batch_size, seed, epoch, trainer.batch_tokens)

    def labels(self, known: Labels | None) -> Labels:
        """The label set to be trained on, in the experiment's own scheme.

        Args:
            known: the label set of the teacher that is asked; its types are taken. Without one
                they are those of the training split.

        Raises:
            UserError: when there is nothing to learn, or the teacher lacks a type of the training
                split.
        """
        labels = Labels.of(self.splits.train, self.experiment.scheme)
        if not labels.types:
            raise UserError(
                f"the training split of {self.experiment.corpus.name} has no entity to learn from"
            )
        if known is None:
            return labels
        unknown = sorted(set(labels.types) - set(known.types))
        if unknown:
            raise UserError(
                f"the teacher does not know {', '.join(unknown)}, of which the training split of "
                f"{self.experiment.corpus.name} has entities; it would teach that there are none. "
                f"It knows {', '.join(known.types) or 'no type'}; are types named differently? "
                "(Annotations in a file know those that occur there, unless `types` names more.)"
            )
        return Labels(known.types, labels.scheme)
