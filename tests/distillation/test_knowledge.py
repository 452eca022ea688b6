from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.distillation import BestPaths, Knowledge

CPU = torch.device("cpu")
LABELS = Labels(["PER", "地点"], "bioes")
LONG, SHORT = Sentence(("a", "b", "c")), Sentence(("d",), None, "posts.txt:9")


@pytest.fixture
def knowledge() -> Knowledge:
    entries = {
        LONG.fingerprint: BestPaths(
            torch.tensor([[0, 4, 0], [1, 3, 4]], dtype=torch.int16), torch.tensor([-0.5, -2.0])
        ),
        SHORT.fingerprint: BestPaths(torch.tensor([[8]], dtype=torch.int16), torch.tensor([-0.0])),
    }
    return Knowledge(LABELS, 3, entries)


def test_the_view_of_a_batch(knowledge):
    view = knowledge.of([SHORT, LONG], CPU)
    assert view.paths.tolist() == [
        [[8, 0, 0], [0, 0, 0], [0, 0, 0]],
        [[0, 4, 0], [1, 3, 4], [0, 0, 0]],
    ]
    assert view.valid.tolist() == [[True, False, False], [True, True, False]]
    assert view.log_probs[1, :2].tolist() == [-0.5, -2.0]
    assert view.log_probs[~view.valid].isneginf().all()
    assert view.label_count == 9
    assert view.paths.dtype == torch.long


def test_spans_do_not_matter_to_what_is_known(knowledge):
    view = knowledge.of([Sentence(SHORT.tokens, ())], CPU)
    assert view.paths[0, 0].tolist() == [8]


def test_a_sentence_that_was_not_asked_about(knowledge):
    with pytest.raises(UserError, match=r"not asked about the sentence at news.txt:3"):
        knowledge.of([LONG, Sentence(("x",), None, "news.txt:3")], CPU)
    with pytest.raises(UserError, match="not asked about the sentence at xy"):
        knowledge.of([Sentence(("x", "y"))], CPU)


def test_in_another_scheme_and_order_the_entities_are_the_same(knowledge):
    other = Labels(["地点", "PER", "MISC"], "iob1")
    rewritten = knowledge.written_in(other)
    assert (rewritten.labels, rewritten.k) == (other, 3)
    assert list(rewritten.entries) == list(knowledge.entries)
    for fingerprint, entry in knowledge.entries.items():
        again = rewritten.entries[fingerprint]
        assert torch.equal(again.log_probs, entry.log_probs)
        spans = [LABELS.decode(path) for path in entry.paths.tolist()]
        assert [other.decode(path) for path in again.paths.tolist()] == spans
    assert rewritten.of([SHORT, LONG], CPU).label_count == 7


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_however_many_are_rewritten_at_once(knowledge, monkeypatch, at_once):
    """A path ends where the next one begins, so the first tag of one is not the neighbour's."""
    monkeypatch.setattr("mgkd.distillation.knowledge.REWRITTEN_AT_ONCE", at_once)
    there_and_back = knowledge.written_in(Labels(LABELS.types, "iob1")).written_in(LABELS)
    for fingerprint, entry in knowledge.entries.items():
        assert torch.equal(there_and_back.entries[fingerprint].paths, entry.paths)


def test_in_its_own_label_set_it_is_itself(knowledge):
    assert knowledge.written_in(Labels(["PER", "地点"], "bioes")) is knowledge


def test_a_label_set_that_lacks_a_type(knowledge):
    with pytest.raises(ValueError, match="lacks 地点"):
        knowledge.written_in(Labels(["PER"]))


def test_rewritten_knowledge_is_saved(knowledge, tmp_path):
    rewritten = knowledge.written_in(Labels(LABELS.types, "bio"))
    rewritten.save(tmp_path / "knowledge.safetensors")
    loaded = Knowledge.load(tmp_path / "knowledge.safetensors")
    assert torch.equal(
        loaded.entries[LONG.fingerprint].paths, rewritten.entries[LONG.fingerprint].paths
    )


def test_what_is_saved_is_loaded(knowledge, tmp_path):
    path = tmp_path / "deep" / "knowledge.safetensors"
    knowledge.save(path)
    loaded = Knowledge.load(path)
    assert (loaded.labels, loaded.k, len(loaded)) == (LABELS, 3, 2)
    assert list(loaded.entries) == list(knowledge.entries)
    for fingerprint, entry in knowledge.entries.items():
        assert torch.equal(loaded.entries[fingerprint].paths, entry.paths)
        assert loaded.entries[fingerprint].paths.dtype == torch.int16
        assert torch.equal(loaded.entries[fingerprint].log_probs, entry.log_probs)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_saving_replaces_what_was_there(knowledge, tmp_path):
    path = tmp_path / "knowledge.safetensors"
    path.write_text("old")
    knowledge.save(path)
    assert len(Knowledge.load(path)) == 2


@pytest.mark.parametrize("keep", [0, 5, 200])
def test_a_file_that_was_cut_off(knowledge, tmp_path, keep):
    path = tmp_path / "knowledge.safetensors"
    knowledge.save(path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UserError, match=r"knowledge.safetensors cannot be read .*delete it"):
        Knowledge.load(path)


def test_a_file_of_something_else(tmp_path):
    path = tmp_path / "weights.safetensors"
    save_file({"weight": torch.zeros(2)}, path)
    with pytest.raises(UserError, match="no knowledge store of this version"):
        Knowledge.load(path)
    path.write_text("not a tensor file at all, but a text that somebody put here")
    with pytest.raises(UserError, match="cannot be read"):
        Knowledge.load(path)


def test_a_store_of_another_version(knowledge, tmp_path):
    path = tmp_path / "knowledge.safetensors"
    knowledge.save(path)
    save_file(load_file(path), path, {"format": "mgkd-knowledge-0"})
    with pytest.raises(UserError, match="no knowledge store of this version"):
        Knowledge.load(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_nothing_appears(knowledge, tmp_path):
    path = tmp_path / "knowledge.safetensors"
    path.with_name("knowledge.safetensors.unfinished").symlink_to("/dev/full")
    with pytest.raises(UserError, match="No space left on device; free some space"):
        knowledge.save(path)
    assert not path.exists()
