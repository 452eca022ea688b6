from mgkd.config import handbook, plain_classes


def test_parts_of_a_config_that_are_in_no_registry(toys):
    found = plain_classes(toys.Experiment)
    assert found[0] is toys.Experiment
    assert {toys.Term, toys.Trainer} <= set(found)
    assert not {toys.Loss, toys.Encoder, toys.GRU} & set(found)


def test_the_page(toys):
    page = handbook(toys.Experiment)
    for heading in ("## The config", "### Trainer", "## toy losses", "### fuzzy_crf"):
        assert f"\n{heading}\n" in page
    assert "| `k` | an integer of at least 1 | `4` | how many paths of the teacher are" in page
    assert "| `epochs` | an integer of at least 1 | required |  |" in page
    assert 'The keys of a loss (its name, or an object with "type") stand beside these.' in page
    assert "{ type: 'fuzzy_crf', k: 4, include_gold: true }" in page
    assert "Defined in `tests/config/conftest.py`." in page
