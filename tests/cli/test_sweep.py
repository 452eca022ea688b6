import json

import pytest

from mgkd.deployment import RunDirectory


@pytest.fixture(scope="module")
def family(place):
    path = place / "training_configs" / "family.jsonnet"
    path.write_text(
        "local alone = import 'weibo_student.jsonnet';\n"
        "{ seeds: [1, 2], baseline: 'alone',\n"
        "  configs: { alone: alone, hard: import 'weibo_hard.jsonnet' } }\n",
        encoding="utf-8",
    )
    return path


def test_dry_run_lists_all_runs_and_makes_none(command, family, tmp_path):
    result = command("sweep", family, "--dry-run", "--out", tmp_path / "out", "--seeds", "4,5")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        f"{tmp_path / 'out' / name / f'seed-{seed}'}: to be trained"
        for name in ("alone", "hard")
        for seed in (4, 5)
    ]
    assert not (tmp_path / "out").exists()


MISTAKES = {
    "seeds that are none": (["--seeds", "1,b"], "expected numbers such as 13,14,15, found '1,b'"),
    "a seed twice": (["--seeds", "1,1"], "a seed stands twice"),
    "no such baseline": (["--baseline", "aloen"], "did you mean alone?"),
    "no such config": (["--only", "hrad"], "did you mean hard?"),
    "no such profile": (["--profile", "papr"], "no profile is called papr"),
    "no such variable": (["--var", "corpra=x"], "did you mean corpora?"),
    "a misspelt key": (["--set", "trainer.epohcs=1"], "alone: trainer.epohcs"),
    "nothing to report": (["--report"], "no run of this sweep is finished"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_told_in_a_few_lines(command, family, tmp_path, name):
    arguments, expected = MISTAKES[name]
    result = command("sweep", family, "--out", tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert expected in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) <= 8


@pytest.mark.parametrize("arguments", [("train",), ("config", "check")])
def test_a_sweep_is_no_config(command, family, arguments):
    result = command(*arguments, family)
    assert result.exit_code != 0
    told = " ".join(result.output.split())
    assert f"this is a sweep of several configs; train them with: mgkd sweep {family}" in told


def test_files_of_others_are_left_alone(command, family, tmp_path):
    place = tmp_path / "alone" / "seed-1"
    place.mkdir(parents=True)
    (place / "letter.txt").touch()
    for force in ([], ["--force"]):
        result = command("sweep", family, "--out", tmp_path, *force)
        assert result.exit_code == 2
        assert f"{place}: holds files that are no run of mgkd" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["alone"]


def test_a_search_is_checked_before_anything_is_tried(command, place, tmp_path):
    config = place / "training_configs" / "weibo_student.jsonnet"
    over = ["--over", "trainer.epohcs=int(1,2)", "--over", "seed=chioce(1,2)"]
    result = command("search", config, *over, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "did you mean epochs?" in result.stderr
    assert "choice(VALUE,...)" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_run_keeps_its_counts(distilled):
    directory = RunDirectory(distilled[1])
    counts, results = directory.counts(), directory.results()
    assert counts.tested_on == results.tested_on
    assert counts.test.f1 == pytest.approx(results.test.f1)
    assert counts.dev.f1 == pytest.approx(results.dev.f1)
    assert sum(counts.test.gold) == results.test.support
    assert json.loads(directory.counts_path.read_text(encoding="utf-8"))["dev"]["gold"]
