"""What one does with a finished run: predict, evaluate, compare; and the list of components."""

import json
import re
import shutil

import pytest

from mgkd.cli.predict import show_marked
from mgkd.deployment import Entity, Line, Prediction


def test_predict_gives_json_lines_with_exact_offsets(command, certain):
    result = command("predict", certain, input="小薇 在南京\n\n")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["text"] == "小薇 在南京"
    assert [(e["start"], e["end"], e["label"]) for e in first["entities"]] == [
        (0, 2, "PER.NAM"),
        (4, 6, "GPE.NAM"),
    ]
    assert all(0.5 < entity["probability"] <= 1 for entity in first["entities"])
    assert second == {"text": "", "entities": []}


def test_predict_carries_other_keys_of_json_lines_through(command, certain, tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text('{"id": 7, "text": "在南京"}\n{"id": 8, "tokens": ["南", "京"]}\n')
    result = command("predict", certain, file)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == [7, 8]
    assert lines[0]["entities"][0]["text"] == "南京"
    assert lines[1]["text"] == "南 京"


def test_predict_marks_entities_in_text(command, certain):
    result = command("predict", certain, "--output", "text", input="小薇在南京\n")
    assert result.stdout.startswith("[小薇]PER.NAM ")
    assert "在[南京]GPE.NAM " in result.stdout


def test_marking_keeps_brackets_of_the_text(capsys):
    """The bracketed emoticons of microblogs are no markup of the terminal's."""
    entity = Entity(6, 7, "京", "GPE.NAM", 0.5)
    show_marked()(Line("在[red]京[/red]"), Prediction("在[red]京[/red]", (entity,)))
    assert capsys.readouterr().out == "在[red][京]GPE.NAM 0.50[/red]\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [('{"text": 3}', "expected an object with a key text"), ("{", "not JSON")],
)
def test_predict_names_a_bad_line(command, certain, line, said):
    result = command("predict", certain, "--input", "json", input=f'{{"text": "好"}}\n{line}\n')
    assert result.exit_code == 2
    assert "standard input:2" in result.stderr
    assert said in result.stderr


def test_predict_reads_utf_8_with_a_mark_and_refuses_what_is_not(command, certain, tmp_path):
    file = tmp_path / "posts.txt"
    file.write_bytes("\ufeff南京\n".encode())
    result = command("predict", certain, file)
    assert json.loads(result.stdout)["text"] == "南京"
    file.write_bytes("南京\n".encode("gb18030"))
    result = command("predict", certain, file)
    assert result.exit_code == 2
    assert f"{file} is not UTF-8" in " ".join(result.stderr.split())
    result = command("predict", certain, tmp_path / "none.txt")
    assert "cannot read" in result.stderr


def test_predict_tells_what_a_run_lacks(command, certain, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(certain, copy)
    (copy / "vocabulary.json").unlink()
    result = command("predict", copy, input="好\n")
    assert result.exit_code == 2
    assert "lacks vocabulary.json" in " ".join(result.stderr.split())


def test_predict_needs_a_run(command, tmp_path):
    result = command("predict", tmp_path, input="好\n")
    assert result.exit_code == 2
    assert "no run directory" in result.stderr


def test_evaluate_agrees_with_the_run(command, place, distilled):
    run = distilled[1]
    file = place / "fixtures" / "microblog" / "microblog_conll.test"
    result = command("evaluate", run, file, "--json")
    assert result.exit_code == 0, result.output
    written = json.loads((run / "metrics.json").read_text(encoding="utf-8"))
    assert json.loads(result.stdout) == written["test"]


def test_evaluate_shows_a_table(command, certain, place):
    result = command("evaluate", certain, place / "certain" / "text.txt")
    assert result.exit_code == 0
    assert "100.00" in result.stdout
    assert "GPE.NAM" in result.stdout


def test_evaluate_with_another_reader(command, certain, tmp_path):
    file = tmp_path / "gold.tsv"
    file.write_text("小\tB-PER.NAM\n薇\tI-PER.NAM\n在\tO\n", encoding="utf-8")
    named = command("evaluate", certain, file, "--reader", "conll", "--json")
    assert json.loads(named.stdout)["support"] == 1
    configured = '{"type": "conll", "scheme": "bio"}'
    assert command("evaluate", certain, file, "--reader", configured, "--json").exit_code == 0
    wrong = command("evaluate", certain, file, "--reader", "conl")
    assert wrong.exit_code == 2
    assert "nearest: conll" in wrong.stderr


def test_compare_shows_runs_side_by_side(command, certain, distilled):
    result = command("compare", distilled[1], certain)
    assert result.exit_code == 0
    assert "distilled" in result.stdout
    assert "certain" in result.stdout
    assert "different corpora" in result.stdout


def test_a_run_is_compared_by_its_config(command, distilled, certain):
    run = distilled[1]
    assert command("config", "diff", run, run / "config.json").stdout == "no difference\n"
    assert "trainer.epochs" in command("config", "diff", run, certain).stdout


def test_components(command):
    everything = command("components").stdout
    [told] = [line for line in everything.splitlines() if line.split()[:1] == ["losses"]]
    assert "attention_mse, collapsed_posterior_kl, decoupled_kd" in told
    listed = command("components", "losses").stdout
    assert re.search("^ *fuzzy_crf  +Negative log-probability that every token takes", listed, re.M)
    shown = command("components", "losses", "kbest_cross_entropy").stdout
    assert "temperature: a number above 0" in shown
    wrong = command("components", "loses")
    assert wrong.exit_code == 2
    assert "losses" in wrong.stderr
