import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import CharacterSplitter, Token, WordSplitter

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize("splitter", [CharacterSplitter(), WordSplitter()])
@given(text=st.text(max_size=30) | st.text("a'’sS.@#& :)-0,\u200d\u0301\ufe0f😀🏽🇨湖", max_size=20))
def test_tokens_are_all_of_the_text_but_its_spaces(splitter, text):
    tokens = splitter.split(text)
    assert all(token.text == text[token.start : token.end] for token in tokens)
    covered = [i for token in tokens for i in range(token.start, token.end)]
    assert covered == [i for i, character in enumerate(text) if not character.isspace()]


def test_characters_keep_their_offsets():
    assert CharacterSplitter().split(" 南 湖\u3000a") == [
        Token("南", 1, 2),
        Token("湖", 3, 4),
        Token("a", 5, 6),
    ]


def test_a_character_is_a_code_point():
    assert [token.text for token in CharacterSplitter().split("☁\ufe0f")] == ["☁", "\ufe0f"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Don't go, Mira!", ["Don't", "go", ",", "Mira", "!"]),
        ("Mira's dog isn't John’s.", ["Mira", "'s", "dog", "isn't", "John", "’s", "."]),
        ("@some_one #New_York2 rt", ["@some_one", "#New_York2", "rt"]),
        ("see https://a.io/x?y=1#z. ok", ["see", "https://a.io/x?y=1#z", ".", "ok"]),
        ("(www.example.org/)", ["(", "www.example.org/", ")"]),
        ("mail me@host.example.org!", ["mail", "me@host.example.org", "!"]),
        ("at 10:30, 1,000.50 or 24/7", ["at", "10:30", ",", "1,000.50", "or", "24/7"]),
        ("U.S. and well-known", ["U.S.", "and", "well-known"]),
        ("wait... what?!!", ["wait", "...", "what", "?", "!!"]),
        ("nice :) <3 :-D", ["nice", ":)", "<3", ":-D"]),
        ("R&amp;B", ["R", "&amp;", "B"]),
        (f"lol😂😂{FAMILY}👍🏽🇨🇳❤\ufe0f", ["lol", "😂😂", FAMILY, "👍🏽", "🇨🇳", "❤\ufe0f"]),
        ("cafe\u0301 हिन्दी", ["cafe\u0301", "हिन्दी"]),
        ("", []),
    ],
)
def test_words(text, tokens):
    assert [token.text for token in WordSplitter().split(text)] == tokens
