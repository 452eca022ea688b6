import pytest
import torch

from mgkd.config import UserError
from mgkd.data import Sentence, Span
from mgkd.distillation import Annotator, Needs, TaggerAnnotator, annotate
from mgkd.distillation.annotators import answers_of
from mgkd.models import chains, encode_unlabelled

SENTENCES = [Sentence(tuple(text)) for text in ("abc", "d", "efghij", "kl", "mnop")]


def known(knowledge, sentence):
    return knowledge.about(sentence)


@pytest.mark.parametrize("decoder", ["crf", "softmax"])
def test_all_paths_are_legal_distinct_and_descending(teacher_tagger, sequences, decoder):
    knowledge = annotate(TaggerAnnotator(teacher_tagger(decoder)), SENTENCES, Needs(40))
    for sentence in SENTENCES[:2] + SENTENCES[3:]:
        entry = known(knowledge, sentence)
        legal = sequences(len(sentence))
        paths = [tuple(path) for path in entry.paths.tolist()]
        assert set(paths) <= set(legal)
        assert len(set(paths)) == len(paths) == min(40, len(legal))
        assert (entry.log_probs.diff() <= 0).all()
        assert (entry.log_probs <= 0).all()


def without_a_vector_of_z(tagger):
    tagger.embedder.vectors.weight[tagger.embedder.vocabulary.ids("z")] = float("nan")


def without_a_beginning(tagger):
    tagger.decoder.start.fill_(-float("inf"))


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (without_a_vector_of_z, "a.txt:2: emissions hold NaN or +inf at token 1"),
        (without_a_beginning, "a.txt:1: no label sequence is legal"),
    ],
)
def test_a_teacher_that_cannot_answer_says_of_which_sentence(teacher_tagger, spoil, expected):
    teacher = teacher_tagger()
    with torch.no_grad():
        spoil(teacher)
    sentences = [Sentence(tuple("abc"), source="a.txt:1"), Sentence(tuple("yz"), source="a.txt:2")]
    with pytest.raises(UserError) as raised:
        annotate(TaggerAnnotator(teacher), sentences, Needs(2))
    assert str(raised.value).startswith(expected)


@pytest.mark.parametrize("decoder", ["crf", "softmax"])
def test_probabilities_of_all_legal_sequences_add_up_to_one(teacher_tagger, decoder):
    knowledge = annotate(TaggerAnnotator(teacher_tagger(decoder)), SENTENCES[:2], Needs(200))
    for sentence in SENTENCES[:2]:
        assert float(known(knowledge, sentence).log_probs.exp().sum()) == pytest.approx(1)


def test_a_softmax_teacher_says_what_it_says_of_legal_sequences(teacher_tagger, sequences):
    teacher = teacher_tagger("softmax")
    [(_, chain)] = chains(teacher, encode_unlabelled(teacher, SENTENCES[:1]), 1)
    legal = torch.tensor(sequences(3)).unsqueeze(0)
    expected = chain.log_prob(legal)[0].log_softmax(0).sort(descending=True).values
    entry = known(annotate(TaggerAnnotator(teacher), SENTENCES[:1], Needs(4)), SENTENCES[0])
    assert torch.allclose(entry.log_probs, expected[:4], atol=1e-5)


def test_equal_sentences_are_asked_about_once(teacher_tagger):
    again = Sentence(tuple("abc"), (Span(0, 1, "A"),))
    steps = []
    knowledge = annotate(
        TaggerAnnotator(teacher_tagger()),
        [*SENTENCES, again, SENTENCES[0]],
        Needs(2),
        batch_size=2,
        advance=lambda done, total: steps.append((done, total)),
    )
    assert len(knowledge) == 5 and all(sentence in knowledge for sentence in SENTENCES)
    assert steps == [(2, 5), (4, 5), (5, 5)]
    assert len(knowledge.of([again, SENTENCES[0]], torch.device("cpu")).paths) == 2


def test_the_batch_size_changes_nothing(teacher_tagger):
    teacher = TaggerAnnotator(teacher_tagger())
    one, many = (
        annotate(teacher, SENTENCES, Needs(3), batch_size=1),
        annotate(teacher, SENTENCES, Needs(3)),
    )
    for sentence in SENTENCES:
        assert torch.equal(known(one, sentence).paths, known(many, sentence).paths)
        scores = known(one, sentence).log_probs, known(many, sentence).log_probs
        assert torch.allclose(*scores, atol=1e-5)


def test_the_teacher_answers_in_evaluation_mode_and_keeps_its_own(teacher_tagger):
    tagger = teacher_tagger().train()  # its dropout would make answers differ
    teacher = TaggerAnnotator(tagger)
    one, other = annotate(teacher, SENTENCES, Needs(3)), annotate(teacher, SENTENCES, Needs(3))
    assert tagger.training
    for sentence in SENTENCES:
        assert torch.equal(known(one, sentence).log_probs, known(other, sentence).log_probs)


def test_gold_types_that_the_teacher_does_not_know_are_no_obstacle(teacher_tagger):
    sentence = Sentence(("a",), (Span(0, 1, "UNHEARD"),))
    assert len(annotate(TaggerAnnotator(teacher_tagger()), [sentence], Needs(1))) == 1


def test_best_paths_leave_out_padding_and_what_is_not_valid(setting):
    found = answers_of(setting.teacher_chain, Needs(5))
    assert [tuple(entry.paths.shape) for entry in found] == [(5, 4), (3, 1), (5, 2)]
    for row, entry in enumerate(found):
        whole = torch.zeros(3, len(entry.paths), 4, dtype=torch.long)
        whole[row, :, : entry.paths.shape[1]] = entry.paths
        expected = setting.teacher_chain.log_prob(whole)[row].float()
        assert torch.allclose(entry.log_probs, expected)


def test_a_teacher_that_cannot_run_elsewhere_says_so(teacher_tagger):
    class OfItsOwn(TaggerAnnotator):
        to = Annotator.to

    teacher = OfItsOwn(teacher_tagger())
    teacher.to("cpu")
    with pytest.raises(UserError, match="cannot run on cuda:1; take --device cpu"):
        teacher.to("cuda:1")
