import os
import shutil
from pathlib import Path

import pytest
import torch

from mgkd.config import UserError
from mgkd.data import CharacterSplitter
from mgkd.deployment import RunDirectory
from mgkd.models import encode_unlabelled, predict_spans
from mgkd.testing import SENTENCES


def test_what_is_saved_is_loaded(run, trained, results, config):
    found = RunDirectory.existing(run.path)
    loaded = found.load_tagger()
    assert not loaded.training
    assert loaded.labels == trained.labels
    expected = trained.state_dict()
    assert loaded.state_dict().keys() == expected.keys()
    assert all(torch.equal(w, expected[name]) for name, w in loaded.state_dict().items())
    predicted = predict_spans(loaded, encode_unlabelled(loaded, SENTENCES))
    assert predicted == [sentence.spans for sentence in SENTENCES]
    assert found.results() == results
    assert found.config() == config
    assert isinstance(found.splitter(), CharacterSplitter)


def test_a_run_moves(run, tmp_path):
    there = tmp_path / "elsewhere"
    shutil.move(run.path, there)
    assert RunDirectory.existing(there).load_tagger().parameter_count() > 0


def test_no_unfinished_files_are_left(run):
    names = {path.name for path in run.path.iterdir()}
    assert names == {
        "config.json",
        "labels.json",
        "vocabulary.json",
        "model.safetensors",
        "metrics.json",
        "README.md",
    }


def test_every_loading_gives_the_same_tagger(run):
    one, other = run.load_tagger(), run.load_tagger()
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_begun_and_complete(run):
    assert (run.is_begun, run.is_complete) == (True, True)
    run.metrics_path.unlink()
    assert (run.is_begun, run.is_complete) == (True, False)
    with pytest.raises(UserError, match=r"has not finished training(.|\n)*--resume"):
        RunDirectory.existing(run.path)


def test_no_run_there(tmp_path):
    with pytest.raises(UserError, match="no run directory at"):
        RunDirectory.existing(tmp_path / "nowhere")
    with pytest.raises(UserError, match="no run directory at"):
        RunDirectory.existing(tmp_path)


@pytest.mark.parametrize("name", ["labels.json", "model.safetensors"])
def test_a_copy_that_lacks_a_file(run, name):
    (run.path / name).unlink()
    with pytest.raises(UserError, match=f"lacks {name}; was all of it copied"):
        run.load_tagger()


@pytest.mark.parametrize("keep", [0, 100, 3000])
def test_weights_that_are_cut_off(run, keep):
    run.weights_path.write_bytes(run.weights_path.read_bytes()[:keep])
    with pytest.raises(UserError, match=r"model.safetensors cannot be read .*was all of it"):
        run.load_tagger()


def test_a_component_of_a_plugin_that_is_not_loaded(run, config):
    model = {**config["model"], "encoder": {"type": "my_own"}}
    run.write_config({**config, "model": model, "plugins": ["my_plugin.py"]}, plugins={})
    with pytest.raises(UserError) as caught:
        run.load_tagger()
    message = str(caught.value)
    assert "no encoder is called my_own" in message
    assert "--plugin my_plugin.py" in message


def test_a_component_that_nobody_knows(run, config):
    model = {**config["model"], "encoder": {"type": "my_own"}}
    run.write_config({**config, "model": model}, plugins={})
    with pytest.raises(UserError) as caught:
        run.load_tagger()
    assert "model.encoder.type" in str(caught.value)
    assert "--plugin" not in str(caught.value)


def test_plugin_files_beside_the_config_are_kept_with_it_and_others_are_not(run, tmp_path):
    sources = tmp_path / "sources"
    (sources / "deep").mkdir(parents=True)
    for name in ("mine.py", "deep/other.py", "outside.py", "module.py"):
        (sources / name).write_text(f"# {name}")
    plugins = {
        "mine.py": sources / "mine.py",
        "deep/other.py": sources / "deep" / "other.py",
        "../outside.py": sources / "outside.py",
        "package.module": sources / "module.py",
    }
    run.write_config({"plugins": list(plugins)}, plugins)
    kept = {str(path.relative_to(run.path)) for path in run.path.rglob("*.py")}
    assert kept == {"mine.py", "deep/other.py"}
    assert (run.path / "deep" / "other.py").read_text() == "# deep/other.py"
    assert not (tmp_path / "outside.py").exists()


class TestClaiming:
    def test_a_new_place_and_an_empty_one(self, tmp_path):
        for place in (tmp_path / "a" / "b", tmp_path / "empty"):
            if place.name == "empty":
                place.mkdir()
            run = RunDirectory(place)
            run.check_free(replace=False)
            run.claim(replace=False)
            assert list(place.iterdir()) == []

    def test_looking_changes_nothing(self, tmp_path):
        RunDirectory(tmp_path / "new").check_free(replace=True)
        assert not (tmp_path / "new").exists()

    def test_a_run_is_kept_unless_told_to_replace_it(self, run):
        with pytest.raises(UserError, match=r"already holds a finished run(.|\n)*--force"):
            run.claim(replace=False)
        run.metrics_path.unlink()
        run.checkpoint_path.mkdir()
        with pytest.raises(UserError, match="already holds an unfinished run"):
            run.claim(replace=False)
        assert run.is_begun

    def test_a_run_that_failed_before_its_first_checkpoint_gives_way(self, tmp_path, config):
        run = RunDirectory(tmp_path / "failed")
        run.claim(replace=False)
        run.write_config(config, plugins={})
        run.claim(replace=False)
        assert list(run.path.iterdir()) == []

    def test_replacing_removes_everything(self, run):
        (run.checkpoint_path / "deep").mkdir(parents=True)
        (run.checkpoint_path / "deep" / "file").write_text("x")
        run.claim(replace=True)
        assert list(run.path.iterdir()) == []

    def test_what_is_no_run_is_never_removed(self, tmp_path):
        (tmp_path / "thesis.txt").write_text("years of work")
        for replace in (True, False):
            with pytest.raises(UserError, match="files that are no run"):
                RunDirectory(tmp_path).claim(replace=replace)
        assert (tmp_path / "thesis.txt").read_text() == "years of work"

    def test_a_file_is_no_place(self, tmp_path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(UserError, match="is a file"):
            RunDirectory(tmp_path / "file").claim(replace=True)

    def test_a_link_to_another_disk_stays(self, run, tmp_path):
        link = tmp_path / "link"
        link.symlink_to(run.path, target_is_directory=True)
        RunDirectory(link).claim(replace=True)
        assert link.is_symlink()
        assert list(run.path.iterdir()) == []

    def test_what_links_lead_to_is_not_removed(self, run, tmp_path):
        (tmp_path / "kept").mkdir()
        (tmp_path / "kept" / "file").write_text("x")
        (run.path / "link").symlink_to(tmp_path / "kept", target_is_directory=True)
        run.claim(replace=True)
        assert (tmp_path / "kept" / "file").is_file()


def test_the_model_card_comes_before_the_mark_of_completion(run):
    card = (run.path / "README.md").stat().st_mtime_ns
    assert card <= run.metrics_path.stat().st_mtime_ns


def test_finishing_removes_the_checkpoint(run):
    run.checkpoint_path.mkdir()
    (run.checkpoint_path / "state").write_text("x")
    run.finish()
    run.finish()
    assert not run.checkpoint_path.exists()


def test_a_write_that_fails_leaves_the_old_file(run, monkeypatch):
    before = run.config()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left"):
        run.write_config({"other": True}, plugins={})
    assert run.config() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_the_old_weights_stay(run, trained):
    before = run.weights_path.read_bytes()
    (run.path / "model.safetensors.unfinished").symlink_to("/dev/full")
    with pytest.raises(UserError, match="No space left on device; free some space"):
        run.save_tagger(trained)
    assert run.weights_path.read_bytes() == before
