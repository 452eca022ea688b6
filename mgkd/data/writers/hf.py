"""Writing Hugging Face datasets."""

from collections.abc import Iterator
from pathlib import Path

from mgkd.config import UserError
from mgkd.data.labels import Labels
from mgkd.data.schemes import SchemeName, scheme_named
from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import Writer, writers
from mgkd.files import appearing_folder


@writers.register("hf")
class HuggingFaceWriter(Writer):
    """A folder as `save_to_disk` writes it, with the columns id, tokens and ner_tags.

    The tags are class labels: "O", and those of each type that occurs, in alphabetical order.
    Those of an unlabelled sentence are null. The names of all tags come before the first sentence,
    so that the sentences are all held in memory. Needs the extra mgkd[hub].

    Args:
        scheme: how the tags write entities.
    """

    def __init__(self, scheme: SchemeName = "bio") -> None:
        self.scheme = scheme_named(scheme)

    def store(self, path: Path, sentences: Iterator[Sentence]) -> None:
        """Write the folder, whole or not at all; one that is there already is not replaced."""
        try:
            from datasets import ClassLabel, Dataset, Features, List, Value
        except ImportError as error:
            raise UserError(
                "Hugging Face datasets are written by the library datasets, which is not "
                "installed; python -m pip install 'mgkd[hub]'"
            ) from error
        held = list(sentences)
        labels = Labels.of(held, self.scheme.name)
        dataset = Dataset.from_dict(
            {
                "id": [sentence.id for sentence in held],
                "tokens": [list(sentence.tokens) for sentence in held],
                "ner_tags": [
                    None if sentence.spans is None else labels.encode(sentence) for sentence in held
                ],
            },
            Features(
                id=Value("string"),
                tokens=List(Value("string")),
                ner_tags=List(ClassLabel(names=list(labels.tags))),
            ),
        )
        try:
            with appearing_folder(path) as folder:
                dataset.save_to_disk(str(folder))
        except FileExistsError as error:
            raise UserError(f"{path} is there already; remove it, or write elsewhere") from error
