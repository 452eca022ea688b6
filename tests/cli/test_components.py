"""mgkd components, and the page of documentation that it writes."""

import json
import subprocess
import sys

from mgkd.config import build, describe, read_config
from mgkd.distillation import Loss


def test_the_page_in_docs_is_current(root):
    done = subprocess.run(
        [sys.executable, "-c", "from mgkd.cli import main; main()", "components", "--markdown"],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    page = (root / "docs" / "components.md").read_text(encoding="utf-8")
    assert page == done.stdout, "write it anew: mgkd components --markdown > docs/components.md"


def test_every_snippet_is_jsonnet_and_those_without_errors_build(tmp_path):
    from mgkd.config import all_registries

    for registry in all_registries().values():
        for name, component in registry.items():
            (tmp_path / "a.jsonnet").write_text(
                f"{{ has: std.objectFields({describe(component).snippet()}) }}"
            )
            assert "type" in read_config(tmp_path / "a.jsonnet").tree["has"], name
    (tmp_path / "a.jsonnet").write_text(describe(_loss("fuzzy_crf")).snippet())
    assert build(Loss, read_config(tmp_path / "a.jsonnet").tree).k == 4


def _loss(name):
    from mgkd.distillation import losses

    return losses.get(name)


def test_one_component(command):
    lines = command("components", "losses", "fuzzy_crf").stdout.splitlines()
    assert lines[0] == "fuzzy_crf, loss"
    assert lines[1].endswith("mgkd/distillation/losses/fuzzy_crf.py:13")
    assert "  k: an integer of at least 1 (default 4)" in lines
    assert lines[-1] == "  { type: 'fuzzy_crf', k: 4, include_gold: true }"


def test_the_parts_of_every_config(command):
    assert "Experiment  " in command("components", "config").stdout.replace("    ", "")
    shown = command("components", "config", "Trainer").stdout
    assert (
        '  optimizer: an optimizer (its name, or an object with "type") (default "adamw")' in shown
    )


def test_records_for_programs(command):
    records = {r["name"]: r for r in json.loads(command("components", "losses", "--json").stdout)}
    record = records["fuzzy_crf_threshold"]
    assert record["needs"] == {**record["needs"], "paths": 1, "scores": True}
    assert records["top_k"]["needs"]["paths"] == "k"
    assert not any(records["gold_nll"]["needs"].values())
    assert [argument["name"] for argument in record["arguments"]] == ["threshold", "include_gold"]
    assert record["source"].partition(":")[0].endswith("losses/fuzzy_crf_threshold.py")
    one = json.loads(command("components", "losses", "fuzzy_crf_threshold", "--json").stdout)
    assert one == record
    everything = json.loads(command("components", "--json").stdout)
    assert everything["losses"] == list(records.values())
    assert "needs" not in everything["decoders"][0]


def test_wrong_names(command):
    result = command("components", "optimisers")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: no registry is called optimisers; nearest: optimizers\n",
    )
    result = command("components", "losses", "fuzzy_cfr")
    assert result.stderr.startswith("error: no loss is called fuzzy_cfr; nearest: fuzzy_crf")
    result = command("components", "config", "Model")
    assert result.stderr.startswith("error: no part of a config is called Model; there are: Exp")


def test_a_plugin_is_listed(command, tmp_path, monkeypatch):
    from mgkd.config import temporary_registrations

    monkeypatch.chdir(tmp_path)
    with temporary_registrations():
        command("new", "loss", "best_set")
        assert "best_set  " in command("components", "losses", "--plugin", "best_set.py").stdout


class TestCompletion:
    def offered(self, tmp_path, root, *words):
        """What the shell would offer after these words."""
        script = (
            "import os, sys, json\n"
            f"os.environ['COMP_WORDS'] = {' '.join(['mgkd', *words])!r}\n"
            f"os.environ['COMP_CWORD'] = '{len(words)}'\n"
            "os.environ['_MGKD_COMPLETE'] = 'complete_bash'\n"
            "sys.argv = ['mgkd']\n"
            "from mgkd.cli import main; main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, cwd=root
        )
        return done.stdout.split()

    CONFIG = "training_configs/weibo_distill.jsonnet"

    def test_overrides(self, tmp_path, root):
        offered = self.offered(tmp_path, root, "train", self.CONFIG, "--set", "trainer.opt")
        assert "trainer.optimizer.lr=" in offered
        assert all(path.startswith("trainer.opt") for path in offered)
        offered = self.offered(tmp_path, root, "train", self.CONFIG, "--set", "objective[1]")
        assert "objective[1].temperature=" in offered

    def test_variables(self, tmp_path, root):
        assert self.offered(tmp_path, root, "train", self.CONFIG, "--var", "") == ["corpora="]

    def test_components(self, tmp_path, root):
        assert self.offered(tmp_path, root, "components", "lo") == ["losses"]
        assert self.offered(tmp_path, root, "components", "losses", "kbest_c") == [
            "kbest_cross_entropy"
        ]

    def test_corpora(self, tmp_path, root):
        assert self.offered(tmp_path, root, "data", "get", "wn") == ["wnut17_en"]

    def test_of_a_config_that_is_not_there_nothing_is_offered(self, tmp_path, root):
        assert self.offered(tmp_path, root, "train", "none.jsonnet", "--set", "a") == []
        assert self.offered(tmp_path, root, "train", "none.jsonnet", "--var", "a") == []
