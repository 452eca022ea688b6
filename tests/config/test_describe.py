from typing import Any

from mgkd.config import Argument, describe


def test_a_component(toys):
    described = describe(toys.FuzzyCRF)
    assert described.name == "fuzzy_crf"
    assert described.summary == (
        "Negative log-probability that every token takes a label some path gives it."
    )
    assert described.text.endswith("L = log Z - log Z(A)")
    assert described.arguments == (
        Argument(
            name="k",
            expected="an integer of at least 1",
            required=False,
            default=4,
            meaning="how many paths of the teacher are looked at.",
        ),
        Argument(
            name="include_gold",
            expected="true or false",
            required=False,
            default=True,
            meaning="whether gold labels are allowed too.",
        ),
    )
    assert (described.inline, described.supplied) == ("", ())


def test_what_else_there_is_to_arguments(toys):
    assert describe(toys.BiLSTM).supplied == ("input_size",)
    assert [one.required for one in describe(toys.BiLSTM).arguments] == [True, False]
    assert describe(toys.Term).inline == 'a loss (its name, or an object with "type")'
    assert [one.name for one in describe(toys.Term).arguments] == ["weight"]
    (encoder,) = describe(toys.Model).arguments
    assert encoder.expected == 'an encoder (its name, or an object with "type") or null'


def test_what_has_no_docstring_of_its_own(toys):
    for target in (toys.Trainer, toys.GRU, toys.deep_gru):
        assert (describe(target).summary, describe(target).text) == ("", "")
    assert describe(toys.deep_gru).name == "deep_gru"


class Mixed:
    """One line."""

    def __init__(
        self,
        pairs: list[tuple[int, str]],
        table: dict[str, float],
        anything: Any,
    ) -> None: ...


def test_collections_say_what_is_in_them():
    assert [one.expected for one in describe(Mixed).arguments] == [
        "a list (each a list of exactly 2 items (an integer, a string))",
        "an object (each a number)",
        "any value",
    ]
