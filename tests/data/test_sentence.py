import subprocess
import sys

import pytest

from mgkd.data import Sentence, Span


def test_fingerprint_depends_on_the_tokens_alone():
    labelled = Sentence(("南", "湖"), (Span(0, 2, "LOC"),), source="a:1")
    assert labelled.fingerprint == Sentence(("南", "湖")).fingerprint
    assert len(labelled.fingerprint) == 32


def test_fingerprint_tells_apart_tokens_that_join_alike():
    texts = [("ab", "c"), ("a", "bc"), ("abc",), ("a b", "c"), ("a", "b c"), ("a\x00b", "c")]
    assert len({Sentence(tokens).fingerprint for tokens in texts}) == len(texts)


def test_fingerprint_is_the_same_in_another_process():
    program = "from mgkd.data import Sentence; print(Sentence(('a', '湖')).fingerprint)"
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == Sentence(("a", "湖")).fingerprint


def test_equality_leaves_out_the_source():
    assert Sentence(("a",), (), "x:1") == Sentence(("a",), (), "y:2")
    assert Sentence(("a",), ()) != Sentence(("a",), None)


def test_without_spans_is_unlabelled():
    sentence = Sentence(("a",), (Span(0, 1, "X"),), "x:1")
    assert sentence.without_spans() == Sentence(("a",))
    assert sentence.without_spans().source == "x:1"


@pytest.mark.parametrize(
    ("tokens", "spans", "said"),
    [
        ((), None, "no tokens"),
        (("a", ""), None, "token 1 is empty"),
        (("a\n",), None, "line break"),
        (("\ud83d",), None, "U+D83D"),
        (("a", "b"), (Span(0, 3, "X"),), "ends beyond the sentence of 2"),
        (("a", "b"), (Span(0, 2, "X"), Span(1, 2, "Y")), "overlap"),
        (("a", "b"), (Span(1, 2, "X"), Span(0, 1, "Y")), "not sorted"),
    ],
)
def test_what_a_sentence_cannot_be_names_the_source(tokens, spans, said):
    with pytest.raises(ValueError, match=r"corpus\.txt:7: ") as caught:
        Sentence(tokens, spans, "corpus.txt:7")
    assert said in str(caught.value)


@pytest.mark.parametrize("arguments", [(-1, 1, "X"), (1, 1, "X"), (2, 1, "X"), (0, 1, "")])
def test_what_a_span_cannot_be(arguments):
    with pytest.raises(ValueError, match="span"):
        Span(*arguments)
