"""Teachers of every kind that are made once, over the corpus of this room."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForTokenClassification

from mgkd.deployment import RunDirectory
from mgkd.distillation import Needs, Recorded, TaggerAnnotator, annotate, write_annotations
from mgkd.experiment import FinishedTeacher, start
from mgkd.experiment.annotation import filled
from mgkd.experiment.job import Job

CHARACTERS = [*"小薇去南京了今天好冷老师说请假下雨嗯我在北等"]


@pytest.fixture(scope="session")
def trained_once(tmp_path_factory):
    """trained_once(toy, scheme, **changes): the run of a tagger on the toy corpus."""
    folder = tmp_path_factory.mktemp("teachers")

    def train(toy, scheme: str = "bio", **changes) -> RunDirectory:
        run = RunDirectory(folder / "-".join([scheme, *changes]))
        if not run.is_complete:
            tree = toy.single(**{"seed": 5, "scheme": scheme, **changes})
            start(toy.load(tree).spec, run, toy.workspace())
        return run

    return train


@pytest.fixture
def run(toy, trained_once) -> RunDirectory:
    return trained_once(toy)


@pytest.fixture
def other_run(toy, trained_once) -> RunDirectory:
    """Another seed, another scheme."""
    return trained_once(toy, "bioes", seed=6)


THREE = Recorded(Needs(3))
TYPES = ("GPE.NAM", "PER.NAM", "PER.NOM")
NAMES = ["O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE", "LABEL_5", "LABEL_6", "B-EVENT"]
TABLE = {
    "O": "O",
    "B-PERSON": "B-PER.NAM",
    "I-PERSON": "I-PER.NAM",
    "B-PLACE": "B-GPE.NAM",
    "I-PLACE": "I-GPE.NAM",
    "LABEL_5": "B-PER.NOM",
    "LABEL_6": "I-PER.NOM",
    "B-EVENT": None,
}


@pytest.fixture(scope="session")
def model_once(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "classifier"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *CHARACTERS]
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=16,
        initializer_range=0.5,
        id2label=dict(enumerate(NAMES)),
    )
    with torch.random.fork_rng():
        torch.manual_seed(3)
        BertForTokenClassification(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def model(model_once, tmp_path) -> Path:
    """A folder with a model for token classification; a test may spoil it."""
    return Path(shutil.copytree(model_once, tmp_path / "model"))


@pytest.fixture
def classification(model) -> dict:
    """Its part of a config."""
    named = {"type": "token_classification", "model": str(model), "overlap": 4}
    return {**named, "labels": dict(TABLE)}


@pytest.fixture
def annotated(toy, run, tmp_path):
    """annotated(*splits): a file with what the run says of these splits."""

    def write(*splits: str) -> Path:
        corpus = Job.load(toy.load(toy.single()).spec, tmp_path).splits
        sentences = [sentence for split in splits for sentence in getattr(corpus, split)]
        knowledge = annotate(TaggerAnnotator(run.load_tagger()), sentences, Needs(3))
        write_annotations(tmp_path / "annotations.jsonl", sentences, knowledge)
        return tmp_path / "annotations.jsonl"

    return write


@pytest.fixture
def stored(toy, run, tmp_path):
    """stored(*splits, recorded): a store of what the run says of these splits."""

    def fill(*splits: str, recorded: Recorded = THREE) -> Path:
        corpus = Job.load(toy.load(toy.single()).spec, tmp_path).splits
        sentences = [sentence for split in splits for sentence in getattr(corpus, split)]
        teacher = FinishedTeacher(run.path).ready(None)
        return filled(tmp_path / "stored", teacher, sentences, recorded, toy.workspace()).folder

    return fill


KINDS = ("run", "trained", "ensemble", "token_classification", "annotations", "knowledge")


@pytest.fixture(params=KINDS)
def teacher(request, toy) -> dict:
    """A teacher's part of a config, of every kind."""

    def directory(name: str) -> str:
        return str(request.getfixturevalue(name).path)

    match request.param:
        case "run":
            return {"type": "run", "directory": directory("run")}
        case "trained":
            return {"type": "trained", "config": toy.single(seed=5)}
        case "ensemble":
            names = ("run", "other_run")
            runs = [{"type": "run", "directory": directory(name)} for name in names]
            return {"type": "ensemble", "teachers": runs}
        case "token_classification":
            return request.getfixturevalue("classification")
        case "knowledge":
            return {
                "type": "knowledge",
                "directory": str(request.getfixturevalue("stored")("train")),
            }
        case "annotations":
            file = str(request.getfixturevalue("annotated")("train"))
            return {"type": "annotations", "file": file, "types": list(TYPES)}
