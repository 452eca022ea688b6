"""A check that never complains is worth nothing: every promise is broken once."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mgkd.data import (
    CluenerReader,
    Conll2012Reader,
    ConllReader,
    DataError,
    DoccanoReader,
    JsonLinesReader,
    LabelStudioReader,
    MarkupReader,
    Reader,
    Span,
    TextReader,
    UniversalNerReader,
    WordSplitter,
)
from mgkd.testing import check_reader

TEXT = "Mira|PER lives in Oslo|LOC\nnobody does\n"
RIGHT = {
    "bio_hyphen.conll": ConllReader(),
    "bioes.tsv": ConllReader(scheme="bioes"),
    "conll2003_iob1.txt": ConllReader(scheme="iob1"),
    "conll2002_two_columns.txt": ConllReader(),
    "conll2002_three_columns.txt": ConllReader(),
    "msra.tsv": ConllReader(separator="\t"),
    "resume_space.bmes": ConllReader(scheme="bmes", separator=" "),
    "uner.iob2": UniversalNerReader(split_characters=True),
    "conll2012/english/annotations/bc/demo/00/demo_0000.v4_gold_conll": Conll2012Reader(),
    "conll2012/chinese/annotations/nw/demo/00/demo_0001.v4_gold_conll": Conll2012Reader(
        unescape=True, split_characters=True
    ),
    "one_column.txt": ConllReader(tag_column=None),
    "weibo_digits.conll": ConllReader(strip_segmentation=True, on_problem="repair"),
    "markup.txt": MarkupReader(),
    "tokens.jsonl": JsonLinesReader(),
    "text.jsonl": JsonLinesReader(),
    "inclusive.jsonl": JsonLinesReader(
        WordSplitter(),
        ends="inclusive",
        unit="utf16",
        on_overlap="outermost",
        text_key="content",
        spans_key="entities",
    ),
    "cluener.json": CluenerReader(),
    "doccano.jsonl": DoccanoReader(),
    "doccano_relations.jsonl": DoccanoReader(),
    "label_studio.json": LabelStudioReader(),
    "label_studio_min.json": LabelStudioReader(),
    "raw.txt": TextReader(),
}


class Words(Reader):
    """A correct reader, which the others below are spoilt copies of: words, some with a type."""

    def read_lines(self, path, lines):
        for number, line in lines:
            if line.strip():
                yield self.parsed(path, number, line)

    def parsed(self, path, number, line):
        words = [word.partition("|") for word in line.split(" ")]
        spans = [Span(i, i + 1, label) for i, (_, _, label) in enumerate(words) if label]
        return self.sentence(path, number, [word for word, _, _ in words], spans)


def write_words(path: Path, sentences) -> None:
    with path.open("w", encoding="utf-8") as file:
        for sentence in sentences:
            words = list(sentence.tokens)
            for span in sentence.spans:
                words[span.start] += f"|{span.label}"
            file.write(" ".join(words) + "\n")


class Empty(Words):
    def read_lines(self, path, lines):
        return iter(())


class Tuples(Words):
    def parsed(self, path, number, line):
        return tuple(line.split())


class Sourceless(Words):
    def parsed(self, path, number, line):
        return replace(super().parsed(path, number, line), source=None)


class FromZero(Words):
    def parsed(self, path, number, line):
        return super().parsed(path, number - 1, line)


class Remembering(Words):
    """Leaves out what it has read before."""

    def __init__(self):
        super().__init__()
        self.seen = set()

    def read_lines(self, path, lines):
        for sentence in super().read_lines(path, lines):
            if sentence not in self.seen:
                self.seen.add(sentence)
                yield sentence


class PilingUp(Words):
    """Never forgets a report."""

    def read(self, path):
        self.report.add(path, f"{path}:1", "first line, admired")
        return self.read_lines(path, self.lines(path))


class Slurping(Words):
    def read_lines(self, path, lines):
        yield from list(super().read_lines(path, lines))


class ByItself(Words):
    """Opens the file itself."""

    def lines(self, path):
        raise NotImplementedError

    def read(self, path):
        return self.read_lines(path, enumerate(path.read_text("utf-8").splitlines(), start=1))


class Forgiving(Words):
    """Decodes whatever it finds."""

    def lines(self, path):
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            yield from enumerate((line.rstrip("\n") for line in file), start=1)


class Plain(Words):
    """Lets Python's own errors out, which know the file but not the line."""

    def lines(self, path):
        with path.open(encoding="utf-8-sig") as file:
            yield from enumerate((line.rstrip("\n") for line in file), start=1)


class Placeless(Words):
    def lines(self, path):
        try:
            yield from Plain.lines(self, path)
        except UnicodeDecodeError as error:
            raise DataError(f"not UTF-8: {error.reason}") from error


class Curt(Words):
    """Does not say what else there is."""

    def lines(self, path):
        if not path.is_file():
            raise DataError(f"no such file: {path}")
        return super().lines(path)


class CarriageReturns(Words):
    def lines(self, path):
        for number, line in super().lines(path):
            ends = path.read_bytes().splitlines(keepends=True)[number - 1].endswith(b"\r\n")
            yield number, line + "\r" if ends else line


class ByteOrderMark(Words):
    def lines(self, path):
        marked = path.is_file() and path.read_bytes().startswith(b"\xef\xbb\xbf")
        for number, line in super().lines(path):
            yield number, "\ufeff" + line if marked and number == 1 else line


class TwoLines(Words):
    """Counts CR LF as two line ends."""

    def lines(self, path):
        windows = path.is_file() and b"\r" in path.read_bytes()
        for number, line in super().lines(path):
            yield 2 * number - 1 if windows else number, line


class OddNumbers(Words):
    """Positions that equal integers and are none."""

    def parsed(self, path, number, line):
        found = super().parsed(path, number, line)
        return replace(found, spans=tuple(replace(s, start=float(s.start)) for s in found.spans))


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "reader, complaint",
    [
        (Empty(), "gives no sentence"),
        (Tuples(), r"\('Mira.PER', .*\) is no Sentence"),
        (Sourceless(), r"has the source None; it should be '.*words\.txt:LINE'"),
        (FromZero(), r"has the source '.*words\.txt:0'; .* counted from 1"),
        (Remembering(), r"reading .*words\.txt twice gives other sentences"),
        (PilingUp(), "twice changes the report from '1 x first line, .*' to '2 x first line"),
        (Slurping(), r"does not stream: it takes all \d+ lines"),
        (ByItself(), r"takes no line from `Reader\.lines`"),
        (Forgiving(), "line 2 that is not UTF-8, .*, gives no DataError"),
        (Plain(), "reading line 2 that is not UTF-8, .*: raised UnicodeDecodeError"),
        (Placeless(), r"does not name .*sample\.txt:2: not UTF-8: invalid start byte"),
        (Curt(), r"smaple\.txt is missing .* does not name sample\.txt: no such file"),
        (CarriageReturns(), r"the sentences are others where lines end in CR LF: .*'Oslo'.*\\r"),
        (ByteOrderMark(), r"others where the file begins with a byte-order mark: .*\\ufeffMira"),
        (TwoLines(), "where lines end in CR LF, sentences are found in the lines 1, 3 and not in"),
        (OddNumbers(), r"reading again .*:1: a span is {\"start\": 0.0"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Reader) else "",
)
def test_a_broken_promise_is_named(reader, complaint, file):
    with pytest.raises(AssertionError, match=re.compile(complaint, re.DOTALL)):
        check_reader(reader, file)


def test_a_writer_of_ones_own_is_tried(file):
    check_reader(Words(), file, write=write_words)

    def without_types(path, sentences):
        write_words(path, [replace(sentence, spans=()) for sentence in sentences])

    with pytest.raises(AssertionError, match="in its own format and read again, is another one"):
        check_reader(Words(), file, write=without_types)

    def without_the_last(path, sentences):
        write_words(path, sentences[:-1])

    with pytest.raises(AssertionError, match="2 sentences, written in its own format, are 1"):
        check_reader(Words(), file, write=without_the_last)


@pytest.mark.parametrize("name", RIGHT)
def test_the_readers_of_the_framework_pass(name, root):
    repeat = repeat_array if isinstance(RIGHT[name], LabelStudioReader) else None
    check_reader(RIGHT[name], root / "fixtures" / "formats" / name, repeat=repeat)


def repeat_array(content: bytes, copies: int) -> bytes:
    items = content.strip().removeprefix(b"[").removesuffix(b"]")
    return b"[" + b",".join([items] * copies) + b"]"


def test_a_reader_of_documents_passes(root):
    pytest.importorskip("sentencex", reason="sentencex is not installed")
    reader = TextReader(WordSplitter(), sentences="documents", language="en")
    check_reader(reader, root / "fixtures" / "formats" / "documents.txt")


def test_a_correct_reader_passes_and_is_left_as_it_was(file):
    reader = Words(on_problem="repair")
    before = {name: id(value) for name, value in vars(reader).items()}
    check_reader(reader, str(file))
    assert {name: id(value) for name, value in vars(reader).items()} == before
    assert not reader.report.findings()
    assert [path.name for path in file.parent.iterdir()] == ["words.txt"]


@pytest.mark.parametrize(
    "content", [b"one", b"\xef\xbb\xbfone|A two\r\nthree", b"\n\none\n\n\n", "é\x85|A b\n".encode()]
)
def test_a_file_may_be_short_and_end_as_it_likes(content, file):
    file.write_bytes(content)
    check_reader(Words(), file)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(AssertionError, match=r"raised DataError: no such file: .*words\.txt"):
        check_reader(Words(), tmp_path / "words.txt")
