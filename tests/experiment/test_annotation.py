import threading

import pytest

from mgkd.config import UserError
from mgkd.deployment import RunDirectory
from mgkd.distillation import KnowledgeStore
from mgkd.experiment import plan, start
from mgkd.experiment.turns import HAS_TURNS, turn


def distil(toy, name, how=start, **changes) -> RunDirectory:
    run = RunDirectory(toy.folder / "runs" / name)
    how(toy.load(toy.distilled(**changes)).spec, run, toy.workspace())
    return run


TEXT = "小薇下雨\n老师好冷\n嗯\n"  # the last stands in the training split


def test_only_new_sentences_are_annotated(toy):
    (toy.folder / "more.txt").write_text(TEXT, encoding="utf-8")
    distil(toy, "first")
    assert "annotating 6 sentences: the 3 best label sequences" in toy.said()
    distil(toy, "second", plan, unlabelled=[toy.text()])
    assert "3 best label sequences of each sentence; 6 found, 2 to be annotated" in toy.said()
    distil(toy, "third", unlabelled=[toy.text()])
    assert "knowledge: found 6, annotating 2 sentences" in toy.said()
    [folder] = (toy.folder / "runs" / "cache").glob("knowledge-*")
    assert [len(segment) for segment in KnowledgeStore(folder).segments] == [6, 2]
    distil(toy, "fourth", objective=[{"type": "kbest_cross_entropy", "k": 2}])
    assert f"knowledge: found in {folder}" in toy.said()
    distil(toy, "fifth", objective=[{"type": "kbest_cross_entropy", "k": 4}])
    assert "annotating 6 sentences: the 4 best label sequences" in toy.said()


def test_what_was_annotated_of_sentences_with_gold_keeps_it(toy):
    (toy.folder / "more.txt").write_text(TEXT, encoding="utf-8")
    distil(toy, "run", unlabelled=[toy.text()])
    [folder] = (toy.folder / "runs" / "cache").glob("knowledge-*")
    sentences = list(KnowledgeStore(folder).best_answers().sentences())
    assert len(sentences) == 8
    assert sum(sentence.spans is None for sentence in sentences) == 2


def test_a_damaged_store_is_told(toy):
    distil(toy, "first")
    [path] = (toy.folder / "runs" / "cache").glob("knowledge-*/*.segment")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UserError, match=rf"{path.name} was cut off.*; delete this file"):
        distil(toy, "second", seed=8)
    path.unlink()
    distil(toy, "third", seed=8)


@pytest.mark.skipif(not HAS_TURNS, reason="there are no locks here")
def test_one_waits_for_another(toy):
    distil(toy, "first")
    [folder] = (toy.folder / "runs" / "cache").glob("knowledge-*")
    for path in folder.glob("*.segment"):
        path.unlink()
    other = threading.Thread(target=distil, args=(toy, "second"), kwargs={"seed": 8})
    with turn(folder / "lock"):
        other.start()
        while "another process is adding to" not in toy.said():
            other.join(0.05)
        assert not list(folder.glob("*.segment"))
    other.join()
    assert len(list(folder.glob("*.segment"))) == 1


def test_of_how_many_labels_scores_are_kept_counts_in_the_fingerprint(toy, monkeypatch):
    """Where no loss asks for scores it does not."""
    from mgkd.distillation import Needs
    from mgkd.experiment.job import Job

    def fingerprint(top_labels) -> str:
        teacher = {"type": "trained", "config": toy.single(seed=5), "top_labels": top_labels}
        job = Job.load(toy.load(toy.distilled(teacher=teacher)).spec, toy.folder)
        return job.fingerprint(toy.workspace(), ready)

    distil(toy, "first")
    [folder] = (toy.folder / "runs" / "cache").glob("knowledge-*")
    from mgkd.experiment.teachers.stored import ReadyStored

    ready = ReadyStored(KnowledgeStore(folder), None)
    assert fingerprint(None) == fingerprint(3)
    monkeypatch.setattr(Job, "asked_of_teacher", lambda self: Needs(3, True))
    assert len({fingerprint(None), fingerprint(3), fingerprint(4)}) == 3
