"""One training, with its corpus at hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import numpy as np

from mgkd.config import Deferred, UserError, fingerprint
from mgkd.data import CollectedText, CorpusSplits, Joined, Labels, Sentence, collected
from mgkd.data.partition import Selected
from mgkd.distillation import Knowledge, Needs, Recorded
from mgkd.experiment.experiment import Experiment
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.identity import training_fingerprint
from mgkd.experiment.teacher import ReadyTeacher
from mgkd.experiment.transfer import Pool, epoch_places, pools_of
from mgkd.experiment.workspace import Workspace


@dataclass(frozen=True)
class Job:
    """An experiment with the sentences of its corpus.

    Attributes:
        spec: the experiment's part of the config.
        experiment: built from it.
        splits: its corpus; where some loss learns from a teacher, `unlabelled` has the text of all
            sources as well.
        folder: where what is kept on disk is kept; None: everything is in memory.
        texts: what each source gave.
        pools: the sentences of each that may take part in an epoch.
    """

    spec: Deferred[Experiment]
    experiment: Experiment
    splits: CorpusSplits
    folder: Path | None = None
    texts: tuple[CollectedText, ...] = ()
    pools: tuple[Pool, ...] = ()

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
        splits = experiment.corpus.load(folder)
        if not learns_from_text(experiment) or not experiment.unlabelled:
            return cls(spec, experiment, splits, folder)
        texts = collected(experiment.unlabelled, splits, experiment.seed, folder)
        pools = pools_of(texts, len(splits.train) + len(splits.unlabelled))
        unlabelled = reduce(Joined, (text.sentences for text in texts), splits.unlabelled)
        splits = replace(splits, unlabelled=unlabelled)
        return cls(spec, experiment, splits, folder, tuple(texts), pools)

    @property
    def held_out(self) -> HeldOut:
        """What its tagger and others are measured on."""
        experiment = self.experiment
        batch_size = experiment.stages[-1].trainer.evaluation_batch_size
        return HeldOut(experiment.corpus.name, self.splits, batch_size)

    def fingerprint(self, workspace: Workspace, teacher: ReadyTeacher | None) -> str:
        """Of everything that determines the result."""
        known = teacher.fingerprint if teacher else None
        recorded = self.recorded_of_teacher()
        if known and recorded.needs.scores and recorded.top_labels is not None:
            known = fingerprint({"teacher": known, "top_labels": recorded.top_labels})
        plugins = list(workspace.plugins.values())
        seed = self.experiment.seed
        tree, texts = self.spec.tree, self.texts
        return training_fingerprint(tree, self.splits, texts, seed, plugins, known)

    def asked_of_teacher(self) -> Needs:
        """What the teacher is asked for of each sentence, to be stored; nothing: it is not asked.

        What the objective needs, and the best label sequence where text is chosen by it; or more
        label sequences where the config says so.

        Raises:
            UserError: when the config says fewer, which is seen only here of a loss that tells its
                needs when it is built.
        """
        needs, teacher = self.experiment.needs.stored, self.experiment.teacher
        if any(pool.minimum_confidence is not None for pool in self.pools):
            needs |= Needs(paths=1)
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
        """The training split and, where some term learns from a teacher there, unlabelled text;
        those of all stages."""
        return Joined(
            self.splits.train, self.splits.unlabelled if learns_from_text(self.experiment) else ()
        )

    def found_sentences(self) -> Sequence[Sentence]:
        """The training sentences but those that were made of others, which have no words of their
        own; what is masked in them is to be an unknown word."""
        first = self._in_every_epoch()
        places = [np.arange(first)]
        # All of a source's: encodings are found by its text, whatever the teacher is sure of.
        for found in self.texts:
            last = first + len(found.sentences)
            places += [] if found.text.source.is_made else [np.arange(first, last)]
            first = last
        return Selected(self.training_sentences(), np.concatenate(places))

    def places_in(self, epoch: int) -> np.ndarray:
        """The places of the training sentences that take part in an epoch, ascending.

        The training split comes first, then sentences whose labels were set aside, then text.
        """
        labelled, seed = len(self.splits.train), self.experiment.seed
        return epoch_places(self.pools, self._in_every_epoch(), labelled, seed, epoch)

    @property
    def sentence_count(self) -> int:
        """How many of the training sentences take part in some epoch, as far as is known."""
        return self._in_every_epoch() + sum(len(pool.places) for pool in self.pools)

    def about_texts(self) -> list[str]:
        """On every source of unlabelled text: what it gave, what is learned from, what was met."""
        labelled, lines = len(self.splits.train), []
        for found, pool in zip(self.texts, self.pools, strict=True):
            lines.append(f"unlabelled text, {found}{pool.remark(labelled)}")
            lines += [f"  reader: {finding}" for finding in found.text.source.findings()]
        return lines

    def about_silent_terms(self) -> list[str]:
        """On every term that speaks of unlabelled sentences where none takes part in an epoch."""
        if len(self.places_in(1)) > len(self.splits.train):
            return []
        return [
            f"{name} teaches nothing: it speaks of unlabelled sentences, and there are none"
            for stage in self.experiment.stages
            for name, term in zip(stage.objective.names, stage.objective.terms, strict=True)
            if term.on == "unlabelled"
        ]

    def trusting(self, knowledge: Knowledge) -> "Job":
        """The same without text of which the teacher is not sure enough."""
        sentences = self.training_sentences()
        pools = tuple(pool.trusted(sentences, knowledge) for pool in self.pools)
        return replace(self, pools=pools)

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

    def _in_every_epoch(self) -> int:
        """How many training sentences are not of a source of text, and come before those."""
        return len(self.training_sentences()) - sum(len(found.sentences) for found in self.texts)


def learns_from_text(experiment: Experiment) -> bool:
    """Whether some stage learns from what a teacher says of unlabelled sentences."""
    return any(stage.learns_from_text for stage in experiment.stages)
