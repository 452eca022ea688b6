import pytest
import torch

from mgkd.config import check
from mgkd.data import Sentence
from mgkd.models import Embedder, WordEmbedder
from mgkd.testing import check_tagger

SENTENCES = [Sentence(tuple("abab")), Sentence(tuple("ac"))]


def prepared(**options) -> WordEmbedder:
    embedder = WordEmbedder(**{"size": 3, "dropout": 0.0, **options})
    embedder.prepare(SENTENCES)
    return embedder


def vectors(embedder, *texts):
    return embedder(embedder.collate([embedder.encode(tuple(text)) for text in texts]))


def test_equal_tokens_have_equal_vectors_and_padding_has_zeros():
    found = vectors(prepared(), "ab", "bca")
    assert found.shape == (2, 3, 3)
    assert torch.equal(found[0, 0], found[1, 2])
    assert torch.equal(found[0, 1], found[1, 0])
    assert not found[0, 2].any()


def test_rare_and_unseen_tokens_share_the_unknown_vector():
    found = vectors(prepared(min_count=2), "cxa")
    assert torch.equal(found[0, 0], found[0, 1])
    assert not torch.equal(found[0, 0], found[0, 2])


def test_a_bigram_is_the_pair_with_the_token_before():
    embedder = prepared(bigram_size=2, bigram_min_count=1)
    assert embedder.output_size == 5
    found = vectors(embedder, "abab", "cab", "acb")
    same = found[0, 1]  # b after a
    assert torch.equal(found[0, 3], same)
    assert torch.equal(found[1, 2], same)
    assert torch.equal(found[2, 2, :3], same[:3])
    assert not torch.equal(found[2, 2], same)  # b after c
    assert not torch.equal(found[0, 0], found[0, 2])  # a at the start, a after b


def test_bigrams_are_of_tokens_not_of_characters():
    embedder = WordEmbedder(size=2, bigram_size=2, bigram_min_count=1)
    embedder.prepare([Sentence(("ab", "c")), Sentence(("a", "bc"))])
    one, other = embedder.encode(("ab", "c")), embedder.encode(("a", "bc"))
    assert set(one.bigrams).isdisjoint(other.bigrams)


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_tokens_are_hidden_while_training_only(rate):
    embedder = prepared(unknown_rate=rate)
    unknown = embedder.vectors.weight[1]
    evaluated = vectors(embedder.eval(), "ab")[0]
    trained = vectors(embedder.train(), "ab", "a")
    assert not torch.equal(evaluated[0], unknown)
    assert torch.equal(trained[0, 0], unknown) == (rate == 1.0)
    assert not trained[1, 1].any()  # padding stays padding


def test_the_rate_of_hiding():
    embedder = prepared(unknown_rate=0.25)
    torch.manual_seed(0)
    found = vectors(embedder.train(), "a" * 4000)[0]
    hidden = (found == embedder.vectors.weight[1]).all(dim=1).float().mean()
    assert hidden == pytest.approx(0.25, abs=0.03)


def test_assets_bring_back_vocabulary_and_sizes(tmp_path):
    embedder = prepared(bigram_size=2, bigram_min_count=1)
    embedder.save_assets(tmp_path)
    loaded = WordEmbedder(size=3, dropout=0.0, bigram_size=2)
    loaded.load_assets(tmp_path)
    loaded.load_state_dict(embedder.state_dict())
    assert torch.equal(vectors(loaded, "abxc"), vectors(embedder, "abxc"))


def test_what_it_says_of_itself():
    assert WordEmbedder().describe() == "vectors of tokens"
    assert WordEmbedder(bigram_size=2).describe() == "vectors of tokens and bigrams"
    assert WordEmbedder().provenance() == {}


def test_vectors_of_single_tokens_are_those_in_a_sentence_without_pairs():
    embedder = prepared(bigram_size=2, bigram_min_count=1).eval()
    found = embedder.token_vectors(["b", "x", "a"])
    assert torch.equal(found, vectors(embedder, "bxa")[0, :, :3])
    assert torch.equal(found[1], embedder.vectors.weight[1])


def test_singletons_are_hidden_while_training_at_their_own_rate():
    embedder = prepared(singleton_rate=1.0)  # c occurs once
    unknown = embedder.vectors.weight[1]
    trained = vectors(embedder.train(), "abc", "c")
    assert [torch.equal(vector, unknown) for vector in trained[0]] == [False, False, True]
    assert not trained[1, 1:].any()  # padding stays padding
    assert not torch.equal(vectors(embedder.eval(), "c")[0, 0], unknown)


def test_the_rate_of_hiding_singletons():
    embedder = prepared(unknown_rate=0.1, singleton_rate=0.5)
    torch.manual_seed(0)
    found = vectors(embedder.train(), "ac" * 4000)[0]
    hidden = (found == embedder.vectors.weight[1]).all(dim=1).float()
    assert hidden[0::2].mean() == pytest.approx(0.1, abs=0.03)
    assert hidden[1::2].mean() == pytest.approx(0.5, abs=0.03)


def test_singletons_without_vectors_cannot_be_hidden_now_and_then():
    tree = {"type": "word", "singleton_rate": 0.5, "min_count": 2}
    [problem] = check(Embedder, tree)
    assert problem.path == "singleton_rate" and "min_count 2" in problem.message
    with pytest.raises(ValueError, match="singleton_rate"):
        WordEmbedder(singleton_rate=0.5, min_count=2)


def test_case_can_be_left_out():
    embedder = WordEmbedder(size=3, dropout=0, lowercase=True, bigram_size=2, bigram_min_count=1)
    embedder.prepare([Sentence(("The", "Sea")), Sentence(("the", "sea"))])
    assert embedder.vocabulary.to_json() == ["sea", "the"]
    found = vectors(embedder, ("THE", "sEA"), ("the", "sea"))
    assert torch.equal(found[0], found[1])


def test_sentences_may_stream():
    embedder = WordEmbedder(size=3, bigram_size=2)
    embedder.prepare(iter(SENTENCES))
    expected = prepared(bigram_size=2)
    assert embedder.vocabulary == expected.vocabulary
    assert embedder.bigrams == expected.bigrams


def test_a_tagger_on_it_keeps_its_promises():
    embedder = {
        "type": "word",
        "size": 8,
        "bigram_size": 4,
        "unknown_rate": 0.1,
        "singleton_rate": 0.5,
        "lowercase": True,
    }
    check_tagger({"embedder": embedder, "decoder": {"type": "crf"}})


def test_pairs_that_do_not_count_are_not_kept(samples):
    embedder = WordEmbedder(size=4)
    embedder.prepare(samples)
    encoding = embedder.encode(samples[0].tokens)
    assert len(encoding.unigrams) == len(samples[0]) and encoding.bigrams == []
    assert embedder.collate([encoding]).bigrams is None
