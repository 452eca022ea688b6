import pytest
from my_reader import MyReader

from mgkd.data import DataError, Sentence, Span
from mgkd.testing import check_reader


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sentences.txt"
    path.write_text("Nora/B-PER Lund/I-PER left/O Bergen/B-LOC\n\nAt/O noon/O\n", encoding="utf-8")
    return path


def test_my_reader(file):
    check_reader(MyReader(), file)


def test_tokens_and_entities(file):
    first, second = MyReader().read(file)
    spans = (Span(0, 2, "PER"), Span(3, 4, "LOC"))
    assert first == Sentence(("Nora", "Lund", "left", "Bergen"), spans)
    assert second == Sentence(("At", "noon"), ())


@pytest.mark.parametrize("line", ["Nora/PER", "Nora Lund/O", "/O", "Nora/I-PER"])
def test_a_mistake_is_told_with_its_line(tmp_path, line):
    file = tmp_path / "sentences.txt"
    file.write_text(f"At/O noon/O\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"sentences\.txt:2: "):
        list(MyReader().read(file))
