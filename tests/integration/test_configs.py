"""Every shipped config runs from its file to a finished run, in both profiles."""

import re
from pathlib import Path

import pytest
from rich.console import Console

from mgkd.data import texts
from mgkd.data.obtaining import CATALOGUE, ClosedCorpus, entry_named
from mgkd.deployment import Predictor, RunDirectory
from mgkd.distillation import Needs, Recorded, TaggerAnnotator, annotate, write_annotations
from mgkd.experiment import (
    FinishedTeacher,
    Workspace,
    examine,
    load_experiment,
    start,
    teachers,
)
from mgkd.experiment.annotation import filled
from mgkd.experiment.job import Job
from mgkd.models import decoders, embedders, encoders

ROOT = Path(__file__).parents[2]
CORPORA = (
    *("bc5cdr", "cluener", "conll2003", "msra", "ontonotes4", "ontonotes5"),
    *("resume", "sec_filings", "uner_zh", "weibo", "wnut17"),
)
# Teachers and students come first and are found trained by the distillations.
ROLES = ("teacher", "student", "distill")
VARIANTS = (
    *("weibo_gru", "weibo_idcnn", "weibo_transformer", "weibo_window"),
    *("weibo_ensemble", "weibo_inherited", "weibo_truncated"),
    *("weibo_annealing", "weibo_two_stage"),
    *("weibo_hidden", "weibo_relations"),
    *("conll2003_spelling", "conll2003_vectors"),
    *("weibo_augmented", "weibo_low_resource", "uner_zh_low_resource"),
)
# Rival methods: objectives of lib/methods.libsonnet.
METHODS = (
    *("weibo_hard", "weibo_topk", "weibo_pathset", "weibo_fuzzy", "weibo_kbest_decoupled"),
    *("weibo_posterior", "weibo_structural", "weibo_threshold", "weibo_likeliest"),
    *("weibo_emission", "weibo_logits", "weibo_decoupled", "weibo_dist", "weibo_partial"),
    "weibo_several",
)
CONFIGS = [f"{corpus}_{role}" for role in ROLES for corpus in CORPORA] + [*VARIANTS, *METHODS]
# Those whose teacher is at hand already, and the variable that names it.
AT_HAND = {
    "weibo_annotations": "annotations",
    "weibo_classifier": "teacher",
    "weibo_finished": "teacher",
    "weibo_stored": "knowledge",
}
PROFILES = ("sample", "paper")
TINY_TAGGER = ["model.embedder.size=8", "model.encoder.hidden_size=8"]


def test_these_are_all_configs():
    assert {path.stem for path in (ROOT / "training_configs").glob("*.jsonnet")} == {
        *CONFIGS,
        *AT_HAND,
    }


def shortened(tree: dict) -> list[str]:
    """Settings that make a training short, its teacher's too."""
    stages = [f"stages[{index}]." for index, _ in enumerate(tree.get("stages") or [])]
    settings = [f"{stage}trainer.epochs=1" for stage in stages or [""]]
    if "size" in tree["model"]["embedder"]:
        settings += TINY_TAGGER
    teacher = tree.get("teacher") or {}
    for index, member in enumerate(teacher.get("teachers", [])):
        settings += [f"teacher.teachers[{index}].config.{s}" for s in shortened(member["config"])]
    if "config" in teacher:
        settings += [f"teacher.config.{s}" for s in shortened(teacher["config"])]
    return settings


def run(config: Path, folder: Path, **how) -> RunDirectory:
    settings = shortened(load_experiment(config, **how).spec.tree)
    loaded = load_experiment(config, overrides=settings, **how)
    directory = RunDirectory(folder / "runs" / loaded.name)
    console = Console(file=(folder / "said.txt").open("w", encoding="utf-8"), width=120)
    start(loaded.spec, directory, Workspace(console, folder / "cache", folder / "runs"))
    return directory


def check(directory: RunDirectory) -> None:
    results = directory.results()
    assert results.test.support > 0
    assert results.size.bytes == directory.weights_path.stat().st_size
    assert results.speed.sentences_per_second > 0
    config = directory.config()
    teacher = config.get("teacher")
    if teacher and teacher["type"] not in ("annotations", "knowledge", "several"):
        assert results.teacher.test.support == results.test.support
    if config.get("baseline"):
        assert results.alone.test.support == results.test.support
    [prediction] = Predictor.load(directory.path).predict(["我 在 Leeds 😂"])
    assert prediction.text == "我 在 Leeds 😂"


@pytest.mark.parametrize("name", CONFIGS)
def test_sample_profile(name, shared_checkout):
    directory = run(shared_checkout / "training_configs" / f"{name}.jsonnet", shared_checkout)
    assert directory.path.name == f"{name}-sample"
    check(directory)


# A method is the same objective in both profiles, and what it is taken by is run without it.
@pytest.mark.parametrize("name", [name for name in CONFIGS if name not in METHODS])
def test_paper_profile(name, shared_checkout, corpora, encoder):
    config = shared_checkout / "training_configs" / f"{name}.jsonnet"
    known = {
        "corpora": str(corpora),
        "encoder": str(encoder),
        "vectors": str(corpora / "vectors" / "glove.txt"),
    }
    read = examine(config, profile="paper").tree["variables"]
    variables = {key: value for key, value in known.items() if key in read}
    directory = run(config, shared_checkout, profile="paper", variables=variables)
    assert directory.config()["variables"] == {"profile": "paper", **variables}
    check(directory)


@pytest.fixture(scope="module")
def at_hand(shared_checkout, classifier) -> dict[str, Path]:
    """What names the teacher of each config whose teacher is at hand."""
    config = shared_checkout / "training_configs" / "weibo_teacher.jsonnet"
    before = shared_checkout / "before"
    before.mkdir()
    finished = run(config, before)
    spec = load_experiment(config.with_stem("weibo_distill")).spec
    sentences = Job.load(spec, before).training_sentences()
    file = shared_checkout / "annotations.jsonl"
    knowledge = annotate(TaggerAnnotator(finished.load_tagger()), sentences, Needs(3))
    write_annotations(file, sentences, knowledge)
    stored, teacher = shared_checkout / "stored", FinishedTeacher(finished.path).ready(None)
    workspace = Workspace(Console(quiet=True), shared_checkout / "cache", shared_checkout / "runs")
    filled(stored, teacher, sentences, Recorded(Needs(4)), workspace)
    return {
        "weibo_annotations": file,
        "weibo_classifier": classifier(finished.labels().tags),
        "weibo_finished": finished.path,
        "weibo_stored": stored,
    }


@pytest.mark.parametrize("name", AT_HAND)
def test_a_teacher_that_is_at_hand(name, shared_checkout, at_hand):
    config = shared_checkout / "training_configs" / f"{name}.jsonnet"
    check(run(config, shared_checkout, variables={AT_HAND[name]: str(at_hand[name])}))


def test_every_part_of_a_model_and_every_kind_of_teacher_is_in_some_config():
    contents = [path.read_text("utf-8") for path in (ROOT / "training_configs").rglob("*sonnet")]
    written = {name for text in contents for name in re.findall(r"type: '(\w+)'", text)}
    for registry in (embedders, encoders, decoders, teachers, texts):
        assert set(registry.names()) <= written


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_wrong_but_what_is_missing(corpus, role, profile, tmp_path):
    config = ROOT / "training_configs" / f"{corpus}_{role}.jsonnet"
    problems = examine(config, profile=profile, variables={"corpora": str(tmp_path)}).problems
    assert problems
    for problem in problems:
        part, _, split = problem.path.rpartition(".")
        assert part in ("corpus", "teacher.config.corpus", "unlabelled[0]")
        assert split in ("train", "dev", "test", "files")
        assert f"no such file: {tmp_path}" in problem.message
    way = "mgkd data get " if profile == "paper" else "--var corpora=CHECKOUT/fixtures"
    assert any(way in problem.message for problem in problems)


@pytest.mark.parametrize("corpus", CORPORA)
def test_published_files_are_where_they_are_put(corpus, tmp_path):
    """A config reads what `mgkd data get` puts into its folder, or says is to be put there."""
    config = ROOT / "training_configs" / f"{corpus}_student.jsonnet"
    examined = examine(config, profile="paper", variables={"corpora": str(tmp_path)})
    files = examined.resolution.tree["corpus"]
    named = [files[split] for split in ("train", "dev", "test") if files[split] is not None]
    paths = [Path(name).relative_to(tmp_path) for name in named]
    (folder,) = {path.parts[0] for path in paths}
    assert f"mgkd data get {folder} " in files["obtain"]
    entry = entry_named(folder, CATALOGUE)
    names = entry.files if isinstance(entry, ClosedCorpus) else [file.name for file in entry.files]
    assert {path.parts[1] for path in paths} <= {name.rstrip("/") for name in names}


def test_configs_work_from_any_folder(shared_checkout, monkeypatch):
    """The bundled corpus is found beside the configs, wherever the command is given."""
    monkeypatch.chdir(shared_checkout / "training_configs")
    spec = load_experiment(Path("weibo_student.jsonnet")).spec
    assert not spec().corpus.missing()
    monkeypatch.chdir(shared_checkout / "fixtures")
    spec = load_experiment(Path("../training_configs/weibo_student.jsonnet")).spec
    assert not spec().corpus.missing()
