import json
import math

import pytest
import torch

from mgkd.config import UserError
from mgkd.data import DataError, Labels, Sentence, Span
from mgkd.distillation import (
    Answer,
    Knowledge,
    Needs,
    TaggerAnnotator,
    annotate,
    read_annotations,
    write_annotations,
)

NORA = Sentence(("Nora", "Lund", "left"))
BERGEN = Sentence(("Bergen",))
PERSON = {"start": 0, "end": 2, "label": "PER"}
TWO = [{"start": 2, "end": 3, "label": "LOC"}, {"start": 0, "end": 1, "label": "PER"}]


def line(*annotations, tokens=NORA.tokens, **more) -> dict:
    """annotations: pairs of spans and a probability."""
    listed = [{"spans": spans, "probability": probability} for spans, probability in annotations]
    return {"tokens": list(tokens), "annotations": listed, **more}


@pytest.fixture
def written(tmp_path):
    def write(*lines):
        path = tmp_path / "annotations.jsonl"
        texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return write


def test_paths_are_in_order_of_probability(written):
    first = line(([], 0.1), ([PERSON], 0.6), (TWO, 0.25))
    second = line(([{"start": 0, "end": 1, "label": "LOC"}], 1), tokens=BERGEN.tokens)
    knowledge = read_annotations(written(first, "", second))
    assert (knowledge.labels, knowledge.asked.paths, len(knowledge)) == (
        Labels(["LOC", "PER"]),
        3,
        2,
    )
    entry = knowledge.about(NORA)
    assert [knowledge.labels.decode(path) for path in entry.paths.tolist()] == [
        (Span(0, 2, "PER"),),
        (Span(0, 1, "PER"), Span(2, 3, "LOC")),
        (),
    ]
    assert entry.log_probs.exp().tolist() == pytest.approx([0.6, 0.25, 0.1])
    assert knowledge.about(BERGEN).paths.shape == (1, 1)


def test_types_may_be_named(written):
    path = written(line(([PERSON], 0.6)))
    assert read_annotations(path, ["PER", "LOC"]).labels.types == ("PER", "LOC")
    with pytest.raises(DataError, match=r"annotations.jsonl:1: .*'PER' is not in the label set"):
        read_annotations(path, ["LOC"])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("{", r":2: Invalid JSON"),
        ("[]", r":2: Input should be"),
        ({"tokens": ["x"]}, r":2: annotations: Field required"),
        (line(), r":2: annotations: List should have at least 1 item"),
        (line(([], 0.0)), r":2: annotations\[0\].probability: Input should be greater than 0"),
        (line(([], 1.5)), r":2: annotations\[0\].probability: Input should be less than"),
        (line(([], True)), r":2: annotations\[0\].probability: Input should be a valid number"),
        (line(([], "0.5")), r":2: annotations\[0\].probability: Input should be a valid number"),
        (line(([], 0.5), note="x"), r":2: note: Extra inputs are not permitted"),
        (line(([{"start": 0, "end": 1}], 0.5)), r":2: annotations\[0\].spans\[0\].label: Field"),
        (line(([PERSON | {"end": 4}], 0.5)), r":2: PER \[0, 4\) ends beyond the sentence"),
        (line(([PERSON | {"start": 2}], 0.5)), r":2: a span from 2 to 2"),
        (line(([PERSON, PERSON], 0.5)), r":2: PER \[0, 2\) and PER \[0, 2\) overlap"),
        (line(([PERSON], 0.5), ([PERSON], 0.2)), r":2: two annotations are equal"),
        (line(([PERSON], 0.8), ([], 0.5)), r":2: the probabilities add up to 1.3, which"),
        (line(([], 1.0), tokens=()), r":2: it has no tokens"),
        (line(([], 1.0), tokens=BERGEN.tokens), r":2: this sentence has stood at .*jsonl:1; put"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(written, wrong, message):
    path = written(line(([], 0.9), tokens=BERGEN.tokens), wrong)
    with pytest.raises(DataError, match=f"annotations.jsonl{message}"):
        read_annotations(path)


def test_rounded_probabilities_may_exceed_one_a_little(written):
    entry = read_annotations(written(line(([PERSON], 0.67), ([], 0.334)))).about(NORA)
    assert entry.log_probs.exp().sum() == pytest.approx(1.004)


def test_a_file_without_sentences_and_no_file(written, tmp_path):
    with pytest.raises(DataError, match="there is no sentence in it"):
        read_annotations(written(""))
    with pytest.raises(DataError, match=r"no such file: .*missing.jsonl; nearest"):
        read_annotations(written("").with_name("annotation.missing.jsonl"))


@pytest.mark.parametrize("scheme", ["bio", "bmes", "iob1"])
def test_what_a_teacher_knows_comes_back(teacher_tagger, tmp_path, scheme):
    sentences = [Sentence(tuple(text)) for text in ("abc", "d", "efgh", "d")]
    tagger = TaggerAnnotator(teacher_tagger(labels=Labels(["A", "B"], scheme)))
    knowledge = annotate(tagger, sentences, Needs(4))
    write_annotations(tmp_path / "a.jsonl", sentences, knowledge)
    again = read_annotations(tmp_path / "a.jsonl", ["A", "B"]).written_in(knowledge.labels)
    assert (len(again), again.asked.paths) == (len(knowledge), 4)
    for sentence in sentences:
        one, other = knowledge.about(sentence), again.about(sentence)
        assert torch.equal(one.paths, other.paths)
        assert torch.allclose(one.log_probs, other.log_probs, atol=1e-6)


def test_what_rounds_to_impossible_or_certain_comes_back_too(tmp_path):
    paths = torch.tensor([[0], [1]], dtype=torch.int16)
    entries = {BERGEN.fingerprint: Answer(paths, torch.tensor([1e-7, -800.0]))}
    write_annotations(tmp_path / "a.jsonl", [BERGEN], Knowledge(Labels(["A"]), Needs(2), entries))
    log_probs = read_annotations(tmp_path / "a.jsonl").about(BERGEN).log_probs
    assert log_probs[0] == 0
    assert math.isfinite(log_probs[1])


def test_a_sentence_that_the_teacher_was_not_asked_about(tmp_path):
    with pytest.raises(UserError, match="not asked about the sentence at Bergen"):
        write_annotations(tmp_path / "a.jsonl", [BERGEN], Knowledge(Labels(["A"]), Needs(2), {}))
