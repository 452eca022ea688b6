import gzip
import pickle
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import DataError
from mgkd.models.embedders.vector_files import digest_of, read_vectors

EVERYTHING = 1000
WORDS = ["the", ".", "Nora", "bergen", "harbour", "在"]
NORA = [1.5, 0.5, -0.5, 0.2]


def everything(path, layout="auto"):
    return read_vectors(path, layout, (), EVERYTHING)


@pytest.fixture
def written(tmp_path):
    """Writes a file of text or bytes."""

    def write(content, name="vectors"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.mark.parametrize("name, layout", [("glove.txt", "glove"), ("fasttext.vec", "word2vec")])
def test_the_bundled_files(vector_files, name, layout):
    told, named = everything(vector_files / name), everything(vector_files / name, layout)
    assert told.words == named.words
    assert [word for word in told.words if word != ". . ."] == WORDS
    assert np.array_equal(told.vectors, named.vectors)
    assert told.vectors.dtype == np.float32 and told.vectors.shape == (len(told.words), 4)
    assert told.vectors[told.words.index("Nora")].tolist() == pytest.approx(NORA)
    assert (told.repeated, told.unusable) == (0, 0)


def test_a_word_may_hold_spaces(vector_files):
    found = read_vectors(vector_files / "glove.txt", "auto", {". . ."}, 0)
    assert found.words == [". . ."]
    assert found.vectors.tolist() == [[0.75, -1.0, 0.5, 0.25]]


@pytest.mark.parametrize("behind", [b"\n", b""])
@pytest.mark.parametrize("layout", ["auto", "word2vec_binary"])
def test_binary(written, binary, behind, layout):
    rows = [("the", [0.5, -1, 3]), ("在", [1, 2, 1e-9]), ("Nora", [0.1, 0.2, 0.3])]
    found = everything(written(binary(rows, behind)), layout)
    assert found.words == ["the", "在", "Nora"]
    assert np.array_equal(found.vectors, np.array([v for _, v in rows], dtype=np.float32))


@pytest.mark.parametrize("first", [b"ab\n@", b" \n\x1e[", b"12\n@", b"1 2\n"])
def test_binary_numbers_that_begin_like_a_line_of_text(written, binary, first):
    """The first bytes are printable and a line feed, the others are not."""
    numbers = [float(np.frombuffer(first, "<f4")[0]), 0, 0]
    found = everything(written(binary([("0", numbers)])))
    assert found.words == ["0"]
    assert found.vectors.tolist() == [numbers]


def test_packed_files_are_those_that_are_in_them(written, binary, vector_files):
    for content in ((vector_files / "glove.txt").read_bytes(), binary([("a", [0.5, 1])])):
        plain, packed = written(content, "plain"), written(gzip.compress(content), "packed")
        assert everything(packed).words == everything(plain).words
        assert np.array_equal(everything(packed).vectors, everything(plain).vectors)


def test_only_rows_in_use_are_kept(vector_files):
    found = read_vectors(vector_files / "glove.txt", "auto", {"harbour", "the", "left"}, 2)
    assert found.words == ["the", ".", "harbour"]


def test_nothing_found(vector_files):
    found = read_vectors(vector_files / "glove.txt", "auto", {"left"}, 0)
    assert found.words == [] and found.vectors.shape == (0, 4)


def test_the_first_of_two_counts_and_the_other_is_counted(written):
    found = everything(written("a 1 2\nb 3 4\na 5 6\n"))
    assert found.words == ["a", "b"]
    assert found.vectors[0].tolist() == [1, 2]
    assert found.repeated == 1


def test_words_that_no_token_can_be_are_counted(written, binary):
    text = everything(written(b"a 1 2\n\xff\xfe 3 4\n 5 6\nb 7 8\n"))
    assert (text.words, text.unusable) == (["a", "b"], 2)
    packed = everything(written(binary([("a", [1, 2]), (b"\xe5\x9c", [3, 4])])))
    assert (packed.words, packed.unusable) == (["a"], 1)


def test_characters_that_unicode_counts_as_spaces_or_line_ends_are_part_of_words(written):
    found = everything(written("a\u00a0b 1 2\n\u0085 3 4\n\u2028 5 6\n"))
    assert found.words == ["a\u00a0b", "\u0085", "\u2028"]


def test_marks_and_line_ends_of_other_systems(written):
    assert everything(written("\ufeffa 1 2\r\nb 3 4\r\n")).words == ["a", "b"]
    assert everything(written("\ufeff2 2\r\na 1 2\r\nb 3 4\r\n")).words == ["a", "b"]


BAD = {
    "too few numbers": ("a 1 2\nb 3\n", ":2: expected 2 numbers behind a word, found 1"),
    "too many numbers": ("a 1 2\nb 3 4 5\n", ":2: there are more than 2 numbers"),
    "no number": ("a 1 2\nb 3 x\n", ":2: could not convert .*; expected 2 numbers"),
    "not finite": ("a 1 2\nb 3 nan\n", ":2: a number is not finite"),
    "too large": ("a 1 2\nb 3 1e39\n", ":2: a number is not finite"),
    "an empty line": ("a 1 2\n\nb 3 4\n", ":2: expected 2 numbers behind a word, found 0"),
    "no vectors at all": ("Nora left\n", ":1: expected a word and its numbers, found 'Nora left'"),
    "nothing": ("", ":1: expected a word and its numbers"),
    "fewer rows": ("3 2\na 1 2\nb 3 4\n", ":1: the header promises 3 rows, but there are 2"),
    "more rows": ("1 2\na 1 2\nb 3 4\n", ":1: the header promises 1 rows, but there are 2"),
    "wrong row behind a header": ("2 3\na 1 2\nb 3 4 5\n", ":2: expected 3 numbers"),
    "words in their place": ("2 3\na b 1\n在 1 2 3\n", ":2: expected 3 numbers behind a word, f"),
    "a word in their place": ("1 3\na b 1\n", ":2: expected 3 numbers behind a word, found 2"),
    "one column": ("2 1\na 1\nb 2\n", ":1: it may be a header, or GloVe's row of one number; name"),
}


@pytest.mark.parametrize("text, message", BAD.values(), ids=BAD)
def test_what_is_wrong_is_told_with_its_line(written, text, message):
    with pytest.raises(DataError, match=f"vectors{message}"):
        everything(written(text))


def test_the_format_decides_where_a_file_could_be_either(written):
    file = written("2 1\na 1\nb 2\n")
    assert everything(file, "word2vec").words == ["a", "b"]
    assert everything(file, "glove").words == ["2", "a", "b"]


def test_a_format_that_is_not_the_files(written):
    with pytest.raises(DataError, match=r":1: '2 2' is word2vec's header, which GloVe's"):
        everything(written("2 2\na 1 2\nb 3 4\n"), "glove")
    for layout in ("word2vec", "word2vec_binary"):
        with pytest.raises(DataError, match=rf":1: expected the number of .*format {layout}"):
            everything(written("a 1 2\nb 3 4\n"), layout)


@pytest.mark.parametrize("cut", [1, 6, 10])
def test_binary_files_that_are_cut_off(written, binary, cut):
    content = binary([("a", [0.5, 1]), ("b", [0.25, 2])], behind=b"")
    with pytest.raises(DataError, match=r"vectors, row 2: .*was all of it copied"):
        everything(written(content[:-cut]))


def test_binary_files_with_more_than_they_promise(written, binary):
    content = binary([("a", [0.5, 1])]) + b"b 12345678"
    with pytest.raises(DataError, match="row 1: the last by the header, but more follows"):
        everything(written(content))


def test_binary_numbers_that_are_not_finite(written, binary):
    with pytest.raises(DataError, match=r"vectors, row 2: a number is not finite"):
        everything(written(binary([("a", [0.5, 1]), ("b", [float("nan"), 1])])))


FOREIGN = {
    "fastText": (struct.pack("<3i", 793712314, 12, 300) + bytes(90), "take its .vec"),
    "zip": (b"PK\x03\x04\x14\x00 glove.txt 1 2", "unpacked from it"),
    "numpy": (b"\x93NUMPY\x01\x00v {'descr': '<f4'}", "without words"),
    "pickled": (pickle.dumps({"a": [1, 2]}), "save_word2vec_format"),
}


@pytest.mark.parametrize("content, remedy", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("layout", ["auto", "glove", "word2vec_binary"])
def test_files_of_other_kinds_are_told_apart(written, content, remedy, layout):
    with pytest.raises(DataError, match=rf"vectors: it is .*{remedy}"):
        everything(written(content), layout)


def test_a_packed_file_that_is_cut_off(written, vector_files):
    content = gzip.compress((vector_files / "glove.txt").read_bytes())
    with pytest.raises(DataError, match=r"cannot be read.*was all of it copied"):
        everything(written(content[:-12]))


def test_a_file_that_is_not_there(tmp_path):
    for reading in (everything, digest_of):
        with pytest.raises(DataError, match="nowhere: cannot be read"):
            reading(tmp_path / "nowhere")


def test_the_digest_is_that_of_the_content(written):
    one, same, other = written("a 1\n", "x"), written("a 1\n", "y"), written("a 2\n", "z")
    assert digest_of(one) == digest_of(same) != digest_of(other)


word = st.text(st.characters(exclude_characters=" \n", exclude_categories=["Cs"]), min_size=1)
number = st.floats(width=32, allow_nan=False, allow_infinity=False)
vector = st.lists(number, min_size=8, max_size=8)


@given(rows=st.dictionaries(word, vector, min_size=1))
@pytest.mark.parametrize("layout", ["word2vec", "word2vec_binary"])
def test_what_is_written_is_read(tmp_path_factory, binary, layout, rows):
    path = tmp_path_factory.getbasetemp() / layout
    lines = [f"{len(rows)} 8", *(" ".join([w, *map(repr, v)]) for w, v in rows.items()), ""]
    is_binary = layout == "word2vec_binary"
    path.write_bytes(binary(rows.items()) if is_binary else "\n".join(lines).encode())
    for found in (everything(path), everything(path, layout)):
        assert found.words == list(rows)
        assert np.array_equal(found.vectors, np.array(list(rows.values()), dtype=np.float32))
