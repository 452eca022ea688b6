import pytest

from mgkd.data import DataError, JsonLinesReader, Sentence, Span, TextReader, WordSplitter


def test_tokens(formats):
    first, second = JsonLinesReader().read(formats / "tokens.jsonl")
    assert first.spans == (Span(0, 1, "person"), Span(3, 5, "location"))
    assert second == Sentence(("nobody", "read", "this", "one"))


def test_text_with_offsets_of_characters(formats):
    first, second = JsonLinesReader().read(formats / "text.jsonl")
    assert first == Sentence(tuple("小林在南湖等"), (Span(0, 2, "PER.NAM"), Span(3, 5, "LOC.NAM")))
    assert second == Sentence(("晚", "安"), ())


def test_the_splitter_is_the_readers(read):
    line = '{"text": "Mira\'s here", "spans": [{"start": 0, "end": 4, "label": "P"}]}'
    assert read(JsonLinesReader(WordSplitter()), line) == [
        Sentence(("Mira", "'s", "here"), (Span(0, 1, "P"),))
    ]


def test_a_span_that_cuts_a_token(read):
    line = '{"text": "New Delhi now", "spans": [{"start": 1, "end": 10, "label": "L"}]}'
    with pytest.raises(DataError, match=r"sample\.txt:1: .* does not begin and end where tokens"):
        read(JsonLinesReader(WordSplitter()), line)
    reader = JsonLinesReader(WordSplitter(), on_problem="repair")
    assert read(reader, line)[0].spans == (Span(0, 2, "L"),)
    assert reader.report.repairs() == 1


def test_a_sentence_without_tokens(read):
    lines = '{"text": " "}\n\n{"tokens": []}\n{"text": "a"}\n'
    with pytest.raises(DataError, match=r"sample\.txt:1: a sentence without tokens"):
        read(JsonLinesReader(), lines)
    reader = JsonLinesReader(on_problem="repair")
    assert read(reader, lines) == [Sentence(("a",))]
    assert reader.report.repairs() == 2


def test_an_id_is_kept(read):
    lines = '{"id": 7, "tokens": ["a"]}\n{"id": "b/8", "text": "a"}\n{"text": "a"}\n'
    assert [sentence.id for sentence in read(JsonLinesReader(), lines)] == ["7", "b/8", None]
    with pytest.raises(DataError, match=":1: the id is neither"):
        read(JsonLinesReader(), '{"id": [1], "tokens": ["a"]}')


def test_other_keys_are_noted(read):
    reader = JsonLinesReader()
    read(reader, '{"at": 1, "tokens": ["a"], "spans": [{"start":0,"end":1,"label":"X","s":2}]}')
    assert [finding.kind for finding in reader.report.findings()] == [
        "key 'at', not read",
        "key 's' of a span, not read",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"tokens": ["a"]', "not JSON"),
        ("[]", "an object"),
        ("{}", "either"),
        ('{"tokens": ["a"], "text": "a"}', "either"),
        ('{"tokens": "a"}', "not a list of strings"),
        ('{"tokens": [1]}', "not a list of strings"),
        ('{"text": ["a"]}', "not a string"),
        ('{"tokens": ["a"], "spans": {}}', "neither a list nor null"),
        ('{"tokens": ["a"], "spans": [[0, 1]]}', "should be"),
        ('{"tokens": ["a"], "spans": [{"start": 0, "end": true, "label": "X"}]}', "should be"),
        ('{"tokens": ["a"], "spans": [{"start": 0, "end": 1}]}', "should be"),
        ('{"tokens": ["a"], "spans": [{"start": 0, "end": 0, "label": "X"}]}', "no range"),
        ('{"tokens": ["a"], "spans": [{"start": 0, "end": 2, "label": "X"}]}', "beyond"),
        ('{"tokens": ["\\ud83d"]}', "surrogate"),
        ('{"tokens": [], "spans": [{"start": 0, "end": 1, "label": "X"}]}', "no tokens"),
        ('{"text": "a ", "spans": [{"start": 1, "end": 2, "label": "X"}]}', "covers no token"),
        ('{"text": "a", "spans": [{"start": 0, "end": 9, "label": "X"}]}', "beyond"),
        (
            '{"tokens": ["a"], "spans": [{"start": 0, "end": 1, "label": "X"},'
            ' {"start": 0, "end": 1, "label": "Y"}]}',
            "overlap",
        ),
    ],
)
def test_malformed_objects_name_their_line(read, line, said):
    with pytest.raises(DataError, match=r"sample\.txt:2: ") as caught:
        read(JsonLinesReader(), f'{{"text": "a"}}\n{line}\n')
    assert said in str(caught.value)


def test_raw_text_is_a_sentence_a_line(formats):
    first, second = TextReader().read(formats / "raw.txt")
    assert first == Sentence(tuple("明天去南湖吗"))
    assert second.tokens == ("好", "的") and second.source.endswith("raw.txt:3")


@pytest.mark.parametrize("content", ['[{"text": "a"}]', '[\n{"text": "a"}\n]', '{\n"text": "a"\n}'])
def test_json_that_is_not_an_object_a_line_says_how_to_make_it_so(read, content):
    with pytest.raises(DataError, match=r"sample\.txt:1: .*not JSON lines\n.*jq -c"):
        read(JsonLinesReader(), content)
