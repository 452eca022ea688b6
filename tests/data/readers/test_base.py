import gzip
import os
import threading

import pytest

from mgkd.data import ConllReader, DataError, MarkupReader, Sentence, TextReader, readers


def test_readers_are_known_by_name():
    assert {"conll", "conll2012", "markup", "jsonl", "text", "uner"} <= set(readers.names())


def test_a_missing_file_names_the_nearest(tmp_path):
    (tmp_path / "train.conll").touch()
    with pytest.raises(DataError, match=r"no such file: .*; nearest in its folder: train\.conll"):
        list(TextReader().read(tmp_path / "trian.conll"))
    with pytest.raises(DataError, match=r"no folder .*nowhere"):
        list(TextReader().read(tmp_path / "nowhere" / "a.txt"))


def test_a_folder_cannot_be_read(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        list(TextReader().read(tmp_path))


def test_reading_streams(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("{好|X}\n{坏\n", encoding="utf-8")
    stream = MarkupReader().read(path)
    assert next(stream).tokens == ("好",)
    with pytest.raises(DataError, match=r"a\.txt:2:1"):
        next(stream)


def test_what_is_not_utf8_has_a_line(read):
    content = "好\n".encode() + b"ab\xed\xa0\xbd\n"
    with pytest.raises(DataError, match=r"sample\.txt:2: byte 3 .*0xed, is not UTF-8"):
        read(TextReader(), content)
    reader = TextReader(on_problem="repair")
    assert read(reader, content)[1].tokens == ("a", "b", "\ufffd", "\ufffd", "\ufffd")
    assert reader.report.repairs() == 1


def test_byte_order_mark_and_carriage_returns_are_no_text(read):
    reader = ConllReader()
    sentences = read(reader, b"\xef\xbb\xbfa\tO\r\n\r\nb\tO\r\n")
    assert [sentence.tokens for sentence in sentences] == [("a",), ("b",)]
    [finding] = reader.report.findings()
    assert finding.kind == "byte-order mark, left out" and not finding.repaired


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\x0c", "\x1c"])
def test_only_a_line_feed_ends_a_line(read, character):
    assert read(ConllReader(), f"a{character}b\tO\nc\tO\n") == [
        Sentence((f"a{character}b", "c"), ())
    ]


def test_the_report_keeps_first_places_and_counts_all(read, tmp_path):
    reader = TextReader(on_problem="repair")
    for _ in range(2):
        read(reader, b"\xff\n" * 5)
    [finding] = reader.report.findings(tmp_path / "sample.txt")
    assert finding.count == 5 and len(finding.places) == 3
    assert str(reader.report).startswith("5 x bytes that are not UTF-8")
    assert reader.report.findings(tmp_path / "another") == []


def test_gzipped_files_are_read_whatever_their_name(tmp_path):
    content = "好\tO\n\n坏\tO\n".encode()
    for name in ("a.conll.gz", "a.conll"):
        (tmp_path / name).write_bytes(gzip.compress(content))
        sentences = list(ConllReader().read(tmp_path / name))
        assert [sentence.tokens for sentence in sentences] == [("好",), ("坏",)]
        assert sentences[1].source == f"{tmp_path / name}:3"


def test_a_gzipped_file_that_is_cut_off_is_told(tmp_path):
    whole = gzip.compress("好\tO\n".encode() * 100)
    for name, content in (("cut", whole[:-9]), ("damaged", whole[:20] + b"\0" * 9 + whole[29:])):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=rf"{name}: the gzipped file is damaged or cut off"):
            list(ConllReader().read(tmp_path / name))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a\tO\n".encode("utf-16"), "UTF-16.*\n.*iconv -f UTF-16"),
        ("a\tO\n".encode("utf-16-be").replace(b"\0a", b"\xfe\xff\0a"), "UTF-16"),
        (gzip.compress(gzip.compress(b"a\tO\n")), "gzipped twice"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0\xfe", "workbook"),
        (b"\xfd7zXZ\0", "packed"),
    ],
)
@pytest.mark.parametrize("policy", ["raise", "repair"])
def test_what_is_no_text_is_called_what_it_is(read, content, said, policy):
    with pytest.raises(DataError, match=rf"sample\.txt:1: .*{said}"):
        read(ConllReader(on_problem=policy), content)


def test_lines_that_end_in_cr_alone_are_not_taken_for_one(read):
    with pytest.raises(DataError, match=r"sample\.txt:1: .*CR without LF"):
        read(ConllReader(), b"a\tO\rb\tB-PER\r\rc\tO\r")
    assert read(ConllReader(), b"a\rb\tO\n") == [Sentence(("a\rb",), ())]


def test_a_pipe_is_read_once(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    content = gzip.compress("好\tO\n".encode())
    writing = threading.Thread(target=pipe.write_bytes, args=[content])
    writing.start()
    assert list(ConllReader().read(pipe)) == [Sentence(("好",), ())]
    writing.join()
    assert "no regular file" in ConllReader.trouble_with(pipe)


def test_a_link_to_nowhere_is_told(tmp_path):
    (tmp_path / "a.txt").symlink_to("nowhere.txt")
    with pytest.raises(DataError, match=r"a\.txt is a link to nowhere\.txt"):
        list(TextReader().read(tmp_path / "a.txt"))
