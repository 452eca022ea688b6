"""How much of the unlabelled text an epoch takes, and which."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from mgkd.data import Labels, Sentence, lengths_of
from mgkd.deployment import RunDirectory
from mgkd.distillation import Answer, Knowledge, Needs
from mgkd.experiment import plan, start
from mgkd.experiment.identity import encodings_fingerprint
from mgkd.experiment.job import Job
from mgkd.experiment.lessons import Lessons
from mgkd.experiment.transfer import Pool, epoch_places
from mgkd.models import shaped_by

# One is in the dev split, one in the training split, and one is repeated.
TEXT = "小薇下雨\n老师好冷\n好冷\n嗯\n南京好\n南京好\n小薇去北京\n"


@pytest.fixture(autouse=True)
def more(toy):
    (toy.folder / "more.txt").write_text(TEXT, encoding="utf-8")


def job_of(toy, *texts, **changes) -> Job:
    tree = toy.distilled(unlabelled=list(texts), **changes)
    return Job.load(toy.load(tree).spec, toy.workspace().cache)


def epoch(job: Job, number: int) -> list[int]:
    """The places of the sentences that take part, ascending."""
    [stage] = job.experiment.stages
    batches = Lessons(stage, job, lengths_of(job.training_sentences())).batches(number)
    return sorted(index for batch in batches for index in batch)


def knowledge(*probabilities: float) -> tuple[list[Sentence], Knowledge]:
    """As many sentences, of whose best label sequence the teacher is so sure."""
    sentences = [Sentence([str(number)]) for number in range(len(probabilities))]
    answers = {
        sentence.fingerprint: Answer(torch.zeros(1, 1, dtype=torch.int16), torch.tensor([p]).log())
        for sentence, p in zip(sentences, probabilities, strict=True)
    }
    return sentences, Knowledge(Labels(["PER"], "bio"), Needs(paths=1), answers)


def pool(size: int, ratio: float | None = None, least: float | None = None) -> Pool:
    return Pool("files", np.arange(10, 10 + size), ratio, least)


def test_text_follows_the_training_split_and_is_taken_whole(toy):
    job = job_of(toy, toy.text())
    assert [len(found.sentences) for found in job.texts] == [4]
    assert job.sentence_count == 10 and epoch(job, 1) == list(range(10))
    [said] = job.about_texts()
    assert said == (
        "unlabelled text, files: 4 of 7 sentences; left out: 1 also in dev or test, "
        "1 also in the training split, 1 repeated"
    )


def test_what_was_met_while_reading_is_told(toy):
    (toy.folder / "more.txt").write_text("{南京|GPE.NAM}好\n", encoding="utf-8")
    met = job_of(toy, toy.text(reader="markup")).about_texts()
    assert met[0] == "unlabelled text, files: 1 sentences"
    assert met[1].startswith("  reader: 1 x labels of a sentence that is used as unlabelled")


def test_a_share_of_the_text_is_drawn_anew_in_every_epoch(toy):
    job = job_of(toy, toy.text(ratio=0.5))
    taken = [epoch(job, number) for number in range(1, 30)]
    assert {tuple(places[:6]) for places in taken} == {tuple(range(6))}
    assert {len(places) for places in taken} == {9}  # 3 for 6 labelled sentences
    assert len({tuple(places) for places in taken}) == 4  # all triples of 4
    again = job_of(toy, toy.text(ratio=0.5))
    assert [epoch(again, number) for number in range(1, 30)] == taken
    assert job.about_texts()[0].endswith("; 3 in an epoch")


@pytest.mark.parametrize(("ratio", "count"), [(None, 8), (0.25, 2), (0.1, 1), (1.9, 8), (50, 8)])
def test_how_many_an_epoch_takes(ratio, count):
    assert pool(8, ratio).taken(labelled=8) == count
    places = epoch_places([pool(8, ratio)], others=10, labelled=8, seed=1, epoch=1).tolist()
    assert places[:10] == [*range(10)]
    assert len(places) == len(set(places)) == 10 + count and max(places) < 18


def test_two_sources_draw_by_themselves():
    both = epoch_places([pool(100, 1.0)] * 2, others=0, labelled=50, seed=1, epoch=1).tolist()
    assert both[:50] != both[50:]


def test_text_of_which_the_teacher_is_not_sure_is_left_out():
    sentences, known = knowledge(0.9, 0.2, 0.5, 0.7, 0.1)
    trusted = Pool("files", np.arange(1, 5), None, 0.4).trusted(sentences, known)
    assert trusted.places.tolist() == [2, 3] and trusted.distrusted == 2
    said = "; not learned from: 2 of which the teacher is less sure than 0.4"
    assert trusted.remark(labelled=1) == said
    indifferent = Pool("files", np.arange(1, 5), None, None)
    assert indifferent.trusted(sentences, known) is indifferent


@pytest.mark.parametrize("least", [0.0, 0.07, 0.1, 0.8, 0.9, 1.0])
def test_what_is_exactly_as_sure_stays(least):
    probability = max(least, 1e-3)
    sentences, known = knowledge(probability)
    exact = Answer(torch.zeros(1, 1, dtype=torch.int16), torch.tensor([math.log(probability)]))
    known = Knowledge(known.labels, known.asked, {sentences[0].fingerprint: exact})
    assert Pool("files", np.arange(1), None, least).trusted(sentences, known).distrusted == 0


def test_where_text_is_chosen_by_it_the_teacher_is_asked_for_its_best(toy):
    job = job_of(toy, toy.text(minimum_confidence=0.5), objective=[{"type": "fuzzy_crf", "k": 2}])
    assert job.asked_of_teacher() == Needs(paths=2)


def test_a_training_says_what_it_learns_from(toy):
    tree = toy.distilled(unlabelled=[toy.text(minimum_confidence=1, ratio=0.5)])
    plan(toy.load(tree).spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())
    less = "of which the teacher is less sure than 1"
    assert f"1 repeated; not learned from: sentences {less}; 3 in an epoch" in toy.said()
    run = RunDirectory(toy.folder / "runs" / "run")
    results = start(toy.load(tree).spec, run, toy.workspace())
    assert f"1 repeated; not learned from: 4 {less}; 0 in an epoch" in toy.said()
    assert results.training.sentences == 6
    lines = [json.loads(line) for line in run.history_path.read_text().splitlines()]
    assert [line["step"] for line in lines] == [3, 6]


def test_a_stage_on_labelled_sentences_takes_no_text(toy):
    terms = toy.distilled()["objective"][1:]
    stages = [
        {"objective": terms, "trainer": toy.single()["trainer"], "sentences": which}
        for which in ("all", "labelled", "unlabelled")
    ]
    job = job_of(toy, toy.text(ratio=0.5), objective=None, trainer=None, stages=stages)
    lengths = lengths_of(job.training_sentences())
    counts = [len(Lessons(stage, job, lengths)) for stage in job.experiment.stages]
    assert counts == [9, 6, 3]


def test_a_mask_is_no_word_and_text_that_was_found_has_words(toy):
    masked = {"type": "token_masking", "rate": 0.5, "of": "all"}
    words = {t for s in job_of(toy, toy.text(), masked).found_sentences() for t in s.tokens}
    assert words == {t for s in job_of(toy, toy.text()).training_sentences() for t in s.tokens}
    assert "[MASK]" not in words and "雨" in words


def test_the_words_of_distrusted_text_are_known(toy):
    """So that encodings on disk, which are found by the text, are those of the same vocabulary."""
    job = job_of(toy, toy.text())
    distrusting = replace(job, pools=tuple(replace(p, places=p.places[:0]) for p in job.pools))
    assert list(distrusting.found_sentences()) == list(job.found_sentences())


@pytest.mark.parametrize("texts", ["none", "distrusted", "some"])
def test_a_term_that_nothing_is_said_to_is_told(toy, texts):
    given = {
        "none": [],
        "distrusted": [toy.text(minimum_confidence=1)],
        "some": [toy.text()],
    }[texts]
    objective = [{"type": "gold_nll"}, {"type": "path_set", "on": "unlabelled"}]
    tree = toy.distilled(unlabelled=given, objective=objective)
    start(toy.load(tree).spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())
    told = "student: path_set teaches nothing: it speaks of unlabelled sentences, and there are"
    assert (told in toy.said()) == (texts != "some")


def test_what_is_not_learned_from_is_not_read(toy):
    (toy.folder / "more.txt").write_text("\n", encoding="utf-8")  # an error, if it were read
    tree = toy.single(unlabelled=[toy.text()])
    job = Job.load(toy.load(tree).spec, toy.workspace().cache)
    assert job.texts == () and len(job.training_sentences()) == 6


@pytest.mark.parametrize(
    "text",
    [
        {},
        {"ratio": 0.5},
        {"ratio": 0.25},
        {"minimum_confidence": 0.5},
        {"type": "token_masking", "files": None, "reader": None, "rate": 0.9},
    ],
    ids=str,
)
def test_what_text_there_is_and_how_much_is_taken_counts_in_a_fingerprint(toy, text):
    source = {key: value for key, value in {**toy.text(), **text}.items() if value is not None}
    fingerprints = {
        job_of(toy, *texts).fingerprint(toy.workspace(), Fingerprinted())
        for texts in ([], [toy.text()], [source])
    }
    assert len(fingerprints) == (3 if text else 2)


def test_text_that_was_made_is_not_the_same_text_found_in_a_file(toy):
    """A student knows the words of the one and not of the other."""
    made = job_of(toy, {"type": "splicing"})
    lines = ["".join(s.tokens) for s in made.texts[0].sentences]
    (toy.folder / "more.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = job_of(toy, toy.text())
    assert list(made.texts[0].sentences) == list(found.texts[0].sentences)
    fingerprints = {job.fingerprint(toy.workspace(), Fingerprinted()) for job in (made, found)}
    assert len(fingerprints) == 2
    tagger = found.experiment.model(
        labels=found.labels(None), equip=shaped_by(found.found_sentences())
    )
    encodings = {
        encodings_fingerprint(job.spec.tree, job.splits, job.texts, tagger) for job in (made, found)
    }
    assert len(encodings) == 2


class Fingerprinted:
    """A teacher, as far as a fingerprint asks."""

    fingerprint = "f" * 64
