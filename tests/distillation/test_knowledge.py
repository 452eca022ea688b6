import pytest
import torch

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.distillation import Answer, Knowledge, Needs

CPU = torch.device("cpu")
LABELS = Labels(["PER", "地点"], "bioes")
LONG, SHORT = Sentence(("a", "b", "c")), Sentence(("d",), None, "posts.txt:9")


@pytest.fixture
def knowledge() -> Knowledge:
    entries = {
        LONG.fingerprint: Answer(
            torch.tensor([[0, 4, 0], [1, 3, 4]], dtype=torch.int16), torch.tensor([-0.5, -2.0])
        ),
        SHORT.fingerprint: Answer(torch.tensor([[8]], dtype=torch.int16), torch.tensor([-0.0])),
    }
    return Knowledge(LABELS, Needs(3), entries)


def test_the_view_of_a_batch(knowledge):
    view = knowledge.of([SHORT, LONG], CPU)
    assert view.paths.tolist() == [
        [[8, 0, 0], [0, 0, 0], [0, 0, 0]],
        [[0, 4, 0], [1, 3, 4], [0, 0, 0]],
    ]
    assert view.valid.tolist() == [[True, False, False], [True, True, False]]
    assert view.log_probs[1, :2].tolist() == [-0.5, -2.0]
    assert view.log_probs[~view.valid].isneginf().all()
    assert view.label_count == 9
    assert view.paths.dtype == torch.long


def test_spans_do_not_matter_to_what_is_known(knowledge):
    view = knowledge.of([Sentence(SHORT.tokens, ())], CPU)
    assert view.paths[0, 0].tolist() == [8]


def test_a_sentence_that_was_not_asked_about(knowledge):
    with pytest.raises(UserError, match=r"not asked about the sentence at news.txt:3"):
        knowledge.of([LONG, Sentence(("x",), None, "news.txt:3")], CPU)
    with pytest.raises(UserError, match="not asked about the sentence at xy"):
        knowledge.of([Sentence(("x", "y"))], CPU)


def test_confidences_are_of_the_best_sequence_and_in_order(knowledge):
    assert knowledge.confidences([SHORT, LONG, SHORT]).tolist() == [0.0, -0.5, 0.0]
    with pytest.raises(UserError, match="not asked about the sentence at xy"):
        knowledge.confidences([Sentence(("x", "y"))])
    with pytest.raises(UserError, match="asked for no label sequences"):
        Knowledge(LABELS, Needs(), {}).confidences([])


def test_in_another_scheme_and_order_the_entities_are_the_same(knowledge):
    other = Labels(["地点", "PER", "MISC"], "iob1")
    rewritten = knowledge.written_in(other)
    assert (rewritten.labels, rewritten.asked, len(rewritten)) == (other, Needs(3), 2)
    for sentence in (LONG, SHORT):
        before, after = knowledge.about(sentence), rewritten.about(sentence)
        assert torch.equal(after.log_probs, before.log_probs)
        spans = [LABELS.decode(path) for path in before.paths.tolist()]
        assert [other.decode(path) for path in after.paths.tolist()] == spans
    view = rewritten.of([SHORT, LONG], CPU)
    assert view.label_count == 7
    assert torch.equal(view.paths[1, :2], rewritten.about(LONG).paths.long())
    assert torch.equal(view.paths[0, :1, :1], rewritten.about(SHORT).paths.long())
    assert not view.paths[0, :, 1:].any() and not view.paths[:, 2].any()


def test_carried_over_and_back_it_is_what_it_was(knowledge):
    there_and_back = knowledge.written_in(Labels(LABELS.types, "iob1")).written_in(LABELS)
    for sentence in (LONG, SHORT):
        assert torch.equal(there_and_back.about(sentence).paths, knowledge.about(sentence).paths)


def test_a_label_set_that_lacks_a_type(knowledge):
    with pytest.raises(ValueError, match="lacks 地点"):
        knowledge.written_in(Labels(["PER"]))


def test_which_sentences_it_knows(knowledge):
    assert Sentence(SHORT.tokens, ()) in knowledge and Sentence(("x",)) not in knowledge
