import json
import subprocess
from importlib import metadata

import torch

from mgkd.deployment import describe_environment, environment


def test_versions_machine_and_seed():
    found = describe_environment(seed=7, device="cpu")
    assert (found["seed"], found["device"]) == (7, "cpu")
    assert found["packages"]["torch"] == metadata.version("torch")
    assert found["threads"] == torch.get_num_threads()
    assert found["processor"]
    assert json.loads(json.dumps(found)) == found


def test_the_command_without_where_the_program_is(monkeypatch):
    monkeypatch.setattr("sys.argv", ["/opt/tools/bin/mgkd", "train", "mine.jsonnet"])
    assert describe_environment(seed=1, device="cpu")["command"] == "mgkd train mine.jsonnet"


def test_a_package_that_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setattr(environment, "PACKAGES", ("no-such-package-here",))
    packages = describe_environment(seed=1, device="cpu")["packages"]
    assert packages == {"no-such-package-here": None}


def test_the_commit_and_whether_there_are_changes(tmp_path, monkeypatch):
    def git(*arguments):
        identity = ["-c", "user.name=n", "-c", "user.email=e@x"]
        command = ["git", *identity, *arguments]
        done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "one")
    monkeypatch.chdir(tmp_path)
    clean = describe_environment(seed=1, device="cpu")
    assert clean["git_commit"] == git("rev-parse", "HEAD")
    assert clean["git_changes"] is False
    (tmp_path / "new").write_text("x")
    assert describe_environment(seed=1, device="cpu")["git_changes"] is True


def test_outside_a_repository_and_without_git(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert describe_environment(seed=1, device="cpu")["git_commit"] is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert describe_environment(seed=1, device="cpu")["git_commit"] is None
