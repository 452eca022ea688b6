import random

import pytest

from mgkd.config import check
from mgkd.data import (
    CorpusSplits,
    DataError,
    MarkupReader,
    Sentence,
    TextFiles,
    TextReader,
    TextSource,
)

NOTHING = CorpusSplits([], [])


def read(source: TextSource) -> list[Sentence]:
    return list(source.sentences(NOTHING, random.Random(0)))


def test_files_one_after_the_other(tmp_path):
    for name, text in {"a": "无名\n好\n", "b": "雨\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    source = TextFiles([tmp_path / "a", tmp_path / "b"], TextReader())
    assert read(source) == [Sentence("无名"), Sentence("好"), Sentence("雨")]
    assert source.findings() == []


def test_labels_are_set_aside_and_counted(tmp_path):
    (tmp_path / "a").write_text("{小林|PER}来\n好\n", encoding="utf-8")
    source = TextFiles([tmp_path / "a"], MarkupReader())
    assert read(source) == [Sentence("小林来"), Sentence("好")]
    [finding] = source.findings()
    assert finding.count == 2 and "set aside" in finding.kind
    assert finding.places == [f"{tmp_path / 'a'}:1", f"{tmp_path / 'a'}:2"]


def test_an_empty_file_is_an_error(tmp_path):
    (tmp_path / "a").write_text("\n", encoding="utf-8")
    with pytest.raises(DataError, match="a: there is no sentence"):
        read(TextFiles([tmp_path / "a"], TextReader()))


def test_a_missing_file_is_told_before_it_is_read(tmp_path):
    (tmp_path / "more.txt").write_text("好\n", encoding="utf-8")
    files = [str(tmp_path / "mor.txt"), str(tmp_path / "more.txt")]
    [problem] = check(TextSource, {"type": "files", "files": files, "reader": "text"})
    assert problem.path == "files"
    assert "mor.txt; nearest in its folder: more.txt" in problem.message
