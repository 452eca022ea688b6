import os

import pytest

from mgkd.data import ConllReader, MarkupReader
from mgkd.testing.samples import SENTENCES


@pytest.fixture
def source(tmp_path):
    from mgkd.data import JsonLinesWriter

    JsonLinesWriter().write(tmp_path / "a.jsonl", SENTENCES)
    return tmp_path / "a.jsonl"


@pytest.mark.parametrize("scheme", ["iob1", "bio", "bioes", "bmes", "BILOU"])
def test_between_formats_and_schemes_and_back(command, source, scheme):
    columns, back = source.with_suffix(".conll.gz"), source.with_name("b.jsonl")
    configured = f"{{type: 'conll', scheme: '{scheme}'}}"
    result = command(
        "data", "convert", source, columns, "--reader", "jsonl", "--writer", configured
    )
    assert result.exit_code == 0 and f"{columns}: {len(SENTENCES)} sentences" in result.stdout
    assert tuple(ConllReader(scheme=scheme.lower()).read(columns)) == SENTENCES
    result = command("data", "convert", columns, back, "--reader", configured, "--writer", "jsonl")
    assert result.exit_code == 0
    assert back.read_bytes() == source.read_bytes()


def test_what_a_format_cannot_say_is_told_and_nothing_is_written(command, source):
    into = source.with_suffix(".txt")
    result = command("data", "convert", source, into, "--reader", "jsonl", "--writer", "markup")
    assert result.exit_code == 2
    assert f"{source}:5: markup holds single characters" in result.stderr
    assert [path.name for path in source.parent.iterdir()] == [source.name]


def test_what_is_there_is_replaced_only_when_asked(command, source):
    into = source.with_suffix(".conll")
    into.write_text("mine", encoding="utf-8")
    arguments = ["data", "convert", source, into, "--reader", "jsonl", "--writer", "conll"]
    refused = command(*arguments)
    assert refused.exit_code == 2 and "--force" in refused.stderr
    assert into.read_text(encoding="utf-8") == "mine"
    assert command(*arguments, "--force").exit_code == 0
    assert tuple(ConllReader().read(into)) == SENTENCES


def test_findings_of_the_reader_are_told(command, tmp_path):
    (tmp_path / "a.txt").write_text("{小 薇|PER}\n", encoding="utf-8")
    into = tmp_path / "b.txt"
    result = command(
        "data", "convert", tmp_path / "a.txt", into, "--reader", "markup", "--writer", "markup"
    )
    assert "1 x space between characters, left out" in result.stderr
    assert [sentence.tokens for sentence in MarkupReader().read(into)] == [("小", "薇")]


def test_a_wrong_writer_is_told(command, source):
    result = command("data", "convert", source, "x", "--reader", "jsonl", "--writer", "colnl")
    assert result.exit_code == 2 and "no writer is called colnl; nearest: conll" in result.stderr


def test_what_is_read_and_what_is_no_file_are_never_replaced(command, source):
    os.mkfifo(source.with_name("pipe"))
    source.with_name("link").symlink_to(source)
    content = source.read_bytes()
    for name in ("a.jsonl", "link", "pipe", "."):
        into = source.with_name(name) if name != "." else source.parent
        asked = ["data", "convert", source, into, "--reader", "jsonl", "--writer", "conll"]
        result = command(*asked, "--force")
        assert result.exit_code == 2 and "write elsewhere" in result.stderr
    assert source.read_bytes() == content and source.with_name("pipe").is_fifo()


def test_what_is_interrupted_leaves_nothing(command, source, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("mgkd.data.JsonLinesReader.read_lines", interrupt)
    into = source.with_suffix(".conll")
    result = command("data", "convert", source, into, "--reader", "jsonl", "--writer", "conll")
    assert result.exit_code == 130 and result.stderr.strip() == "error: interrupted"
    assert [path.name for path in source.parent.iterdir()] == [source.name]
