"""A teacher in the format of the transformers library."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from pydantic import NonNegativeInt, PositiveInt

import mgkd
from mgkd.config import Arguments, Problem, fingerprint
from mgkd.data import Labels, SchemeName
from mgkd.distillation import ClassifierAnnotator
from mgkd.experiment.teacher import Planning, Teacher, Train, teachers
from mgkd.experiment.teachers.annotating import AnnotatingTeacher
from mgkd.models import LabelMapping, TokenClassifier, label_names, mapping_problems
from mgkd.models.embedders.model_folder import folder_is_a_model
from mgkd.models.embedders.pieces import Pooling


class ReadyClassifier(AnnotatingTeacher):
    """A model whose labels are known and whose weights are loaded when it is asked.

    Args:
        model: its name or folder.
        mapping: what its labels stand for.
        settings: all else that `TokenClassifier` takes.
        identity: what is to be told apart, as plain JSON.
    """

    def __init__(
        self, model: str, mapping: LabelMapping, settings: dict[str, Any], identity: Any
    ) -> None:
        self.model = model
        self.mapping = mapping
        self.settings = settings
        self.labels = mapping.labels
        self.description = described(model)
        self.fingerprint = fingerprint({"token_classification": identity})

    def annotator(self) -> ClassifierAnnotator:
        return ClassifierAnnotator(TokenClassifier(self.model, self.mapping, **self.settings))


def the_labels_are_understood(config: Arguments) -> Iterator[Problem]:
    """Of a folder only: what the hub has can be told when it is asked."""
    names = _names_in(Path(config["model"]))
    for problem in mapping_problems(names, config["labels"], config["scheme"]) if names else ():
        yield config.problem("labels", problem)


def _names_in(folder: Path) -> list[str]:
    """The labels that a folder's config.json names; none where it does not say."""
    try:
        known = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
        return [known[str(index)] for index in range(len(known))]
    except (OSError, ValueError, LookupError, TypeError):
        return []  # told by `folder_is_a_model`, or when the model is loaded


@teachers.register("token_classification")
class TokenClassificationTeacher(Teacher):
    """A model for token classification in the transformers format, as it is used in production.

    Its probabilities for a token are the softmax at one of the token's pieces, or of the mean over
    their logits; of its label sequences those that are legal in the scheme are taken. Sentences
    beyond its limit are read in overlapping windows.

    Args:
        model: a name on the hub or a folder.
        labels: the tag that each of the model's labels stands for, such as
            {'LABEL_0': 'O', 'LABEL_1': 'B-PER', 'LABEL_2': 'I-PER'}; null for a label that counts
            as O. The probabilities of labels with one tag add up. Without it the model's labels
            are tags as they stand.
        scheme: of those tags.
        pooling: `first` or `last` piece of a token, or the `mean` of its pieces' logits.
        overlap: pieces that neighbouring windows of a long sentence share at least.
        limit: pieces per window, special ones included; by default what the model allows.
        paths: how many label sequences of each sentence to store; by default as many as asked.
        top_labels: where the objective asks for scores: those of how many labels of each token to
            store, the likeliest and those of the best sequence; by default of all.
    """

    rules = (folder_is_a_model, the_labels_are_understood)
    is_distribution = True

    def __init__(
        self,
        model: str,
        labels: dict[str, str | None] | None = None,
        scheme: SchemeName = "bio",
        pooling: Pooling = "first",
        overlap: NonNegativeInt = 64,
        limit: PositiveInt | None = None,
        paths: PositiveInt | None = None,
        top_labels: PositiveInt | None = None,
    ) -> None:
        super().__init__(paths, top_labels)
        self.model = model
        self.labels = labels
        self.scheme = scheme
        self.settings = {"pooling": pooling, "overlap": overlap, "limit": limit}

    def ready(self, train: Train) -> ReadyClassifier:
        from mgkd.models.embedders import checkpoints

        mapping = LabelMapping(label_names(self.model), self.labels, self.scheme)
        identity = {
            "model": checkpoints.identity(self.model),
            "labels": self.labels,
            "scheme": self.scheme,
            "settings": self.settings,
            "versions": [mgkd.__version__, torch.__version__],
        }
        return ReadyClassifier(self.model, mapping, self.settings, identity)

    def plan(self, planning: Planning) -> Labels:
        mapping = LabelMapping(label_names(self.model), self.labels, self.scheme)
        TokenClassifier(self.model, mapping, **self.settings)
        planning.say(f"  teacher: {self.describe()}")
        return mapping.labels

    @classmethod
    def schemes(cls, config: Arguments) -> Iterator[str]:
        yield config["scheme"]

    def describe(self) -> str:
        return described(self.model)


def described(model: str) -> str:
    return f"token classification by {model}"
