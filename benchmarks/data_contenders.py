"""Ways from a labelled file to a first training batch, each with what it does not bring along."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

BATCH = 32
STRIDE = 64  # pieces that windows share, for those that cut windows
BATCH_OF_MAP = 1000  # what `map` has by default


@dataclass(frozen=True)
class Lost:
    """Tokens of the file that reach no training batch.

    Attributes:
        cut: behind the last piece that the model can read.
        dropped: before it, without a piece, since the tokenizer makes none of them.
    """

    cut: int = 0
    dropped: int = 0

    @classmethod
    def of(cls, tokens: int, owners: Iterable[int | None], truncated: bool) -> "Lost":
        """Of a sentence of so many tokens, from the tokens that its pieces belong to."""
        seen = set(owners) - {None}
        end = max(seen) + 1 if truncated else tokens
        return cls(cut=tokens - end, dropped=end - len(seen))

    @classmethod
    def together(cls, sentences: Iterable["Lost"]) -> "Lost":
        found = list(sentences)
        return cls(sum(item.cut for item in found), sum(item.dropped for item in found))


class Contender(ABC):
    """One way. What needs no file (imports, tokenizer, model) is done when it is made.

    Args:
        encoder: a name on the hub or a folder in the transformers format.
        folder: for what it keeps on disk.
    """

    name: ClassVar[str]
    needs: ClassVar[str] = "transformers"
    labels: ClassVar[bool] = True  # whether its batch has label ids

    @abstractmethod
    def __init__(self, encoder: str, folder: Path) -> None: ...

    @abstractmethod
    def run(self, file: Path) -> None:
        """From the file, whose columns a tab parts, to everything a first batch needs."""

    @abstractmethod
    def lost(self, file: Path) -> Lost:
        """What `run` lost; not timed."""


class OursInMemory(Contender):
    name = "mgkd, in memory"

    def __init__(self, encoder: str, folder: Path) -> None:
        from mgkd.data import ConllReader
        from mgkd.models import PretrainedTransformer

        self.folder = folder
        self.reader = ConllReader(separator="\t")
        self.embedder = PretrainedTransformer(encoder)
        self.embedder.prepare([])

    def run(self, file: Path) -> None:
        from mgkd.data import Labels
        from mgkd.models import Equip, Softmax, Tagger

        sentences = self._sentences(file)
        labels = Labels.of(sentences)
        equip = Equip(prepare=lambda embedder: None)
        tagger = Tagger(self.embedder, Softmax, labels=labels, equip=equip)
        self.encoded = self._encoded(tagger, sentences)
        tagger.collate([self.encoded[index] for index in range(BATCH)])

    def _sentences(self, file: Path) -> Sequence:
        return list(self.reader.read(file))

    def _encoded(self, tagger, sentences: Sequence) -> Sequence:
        from mgkd.models import EncodedInMemory

        return EncodedInMemory(tagger, sentences)

    def lost(self, file: Path) -> Lost:
        encoded = map(self.encoded.__getitem__, range(len(self.encoded)))
        return Lost.together(Lost.of(len(item), item.encoding.owners, False) for item in encoded)


class OursOnDisk(OursInMemory):
    """Encodings are found under the digest of the sentences, as a run finds them."""

    name = "mgkd, on disk"

    def _sentences(self, file: Path) -> Sequence:
        from mgkd.data import StoredSentences

        return StoredSentences(self.reader.read(file), self.folder)

    def _encoded(self, tagger, sentences: Sequence) -> Sequence:
        from mgkd.models import EncodedOnDisk

        path = self.folder / f"{sentences.digest}.records"
        self.found = path.is_file()
        return EncodedOnDisk(tagger, sentences, path)


class OursFoundAgain(OursOnDisk):
    name = "mgkd, on disk, found again"

    def run(self, file: Path) -> None:
        super().run(file)
        assert self.found, "nothing was found again"


class DatasetsMap(Contender):
    """A dataset from a generator over the file, then `map` in batches: one label a token, on its
    first piece, the rest cut off at the model's limit."""

    name = "datasets map"
    needs = "datasets"

    def __init__(self, encoder: str, folder: Path) -> None:
        import datasets
        from transformers import DataCollatorForTokenClassification

        self.module = datasets
        self.folder = folder
        self.tokenizer = _tokenizer(encoder)
        self.collator = DataCollatorForTokenClassification(self.tokenizer)

    def run(self, file: Path) -> None:
        dataset = self.module.Dataset.from_generator(
            rows, gen_kwargs={"path": str(file)}, cache_dir=str(self.folder)
        )
        names = sorted({tag for tags in dataset["tags"] for tag in tags})
        encoded = dataset.map(
            pieces_and_labels,
            batched=True,
            batch_size=BATCH_OF_MAP,
            remove_columns=dataset.column_names,
            fn_kwargs={"tokenizer": self.tokenizer, "ids": {n: i for i, n in enumerate(names)}},
        )
        self.collator([encoded[index] for index in range(BATCH)])

    def lost(self, file: Path) -> Lost:
        limit = self.tokenizer.model_max_length
        return Lost.together(
            Lost.of(len(row["tokens"]), owners, len(owners) == limit)
            for row in rows(str(file))
            for owners in [
                self.tokenizer(row["tokens"], truncation=True, is_split_into_words=True).word_ids()
            ]
        )


class DatasetsFoundAgain(DatasetsMap):
    name = "datasets map, found again"


class Pipeline(Contender):
    """TokenClassificationPipeline's `preprocess`, a sentence at a time, given its tokens.

    It keeps nothing, and knows no labels.
    """

    name = "transformers pipeline"
    labels = False

    def __init__(self, encoder: str, folder: Path) -> None:
        from transformers import AutoModelForTokenClassification, TokenClassificationPipeline

        model = AutoModelForTokenClassification.from_pretrained(encoder)
        self.pipeline = TokenClassificationPipeline(model=model, tokenizer=_tokenizer(encoder))

    def run(self, file: Path) -> None:
        for row in rows(str(file)):
            self._windows(row["tokens"])

    def _windows(self, tokens: Sequence[str]) -> list[dict]:
        return list(self.pipeline.preprocess(tokens, **self._parameters()))

    def _parameters(self) -> dict:
        return {"is_split_into_words": True, "delimiter": " "}

    def lost(self, file: Path) -> Lost:
        return Lost.together(self._lost_of(row["tokens"]) for row in rows(str(file)))

    def _lost_of(self, tokens: Sequence[str]) -> Lost:
        (owners,) = (window["word_ids"] for window in self._windows(tokens))
        return Lost.of(len(tokens), owners, len(owners) == self.pipeline.tokenizer.model_max_length)


class PipelineWithStride(Pipeline):
    """Asked for overlapping windows, it is to cut nothing off."""

    name = "transformers pipeline, stride"

    def _parameters(self) -> dict:
        windows = {"return_overflowing_tokens": True, "padding": True, "stride": STRIDE}
        return {**super()._parameters(), "tokenizer_params": windows}

    def _lost_of(self, tokens: Sequence[str]) -> Lost:
        owners = [owner for window in self._windows(tokens) for owner in window["word_ids"]]
        return Lost.of(len(tokens), owners, False)


# Those that find something again come behind those that put it there, and share their folder.
CONTENDERS: tuple[type[Contender], ...] = (
    OursInMemory,
    OursOnDisk,
    OursFoundAgain,
    DatasetsMap,
    DatasetsFoundAgain,
    Pipeline,
    PipelineWithStride,
)


def rows(path: str) -> Iterator[dict]:
    """Tokens and tags of each sentence of a file, as the peers' users read it."""
    tokens, tags = [], []
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            if line != "\n":
                token, tag = line.removesuffix("\n").split("\t")
                tokens.append(token)
                tags.append(tag)
            elif tokens:
                yield {"tokens": tokens, "tags": tags}
                tokens, tags = [], []
    if tokens:
        yield {"tokens": tokens, "tags": tags}


def pieces_and_labels(batch: dict, tokenizer, ids: dict[str, int]) -> dict:
    """The pieces of several sentences; a token's label on its first piece, -100 elsewhere."""
    encoded = tokenizer(batch["tokens"], truncation=True, is_split_into_words=True)
    encoded["labels"] = [
        _on_first_pieces([ids[tag] for tag in tags], encoded.word_ids(row))
        for row, tags in enumerate(batch["tags"])
    ]
    return encoded


def _on_first_pieces(labels: Sequence[int], owners: Sequence[int | None]) -> list[int]:
    found, before = [], None
    for owner in owners:
        found.append(-100 if owner is None or owner == before else labels[owner])
        before = owner
    return found


def _tokenizer(encoder: str):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(encoder, add_prefix_space=True)
