import pytest

from mgkd.data import ConllReader, DataError, Sentence, Span


def entities(sentence: Sentence) -> list[tuple[str, str]]:
    return [("".join(sentence.tokens[s.start : s.end]), s.label) for s in sentence.spans]


def test_weibo_positions(formats):
    first, second = ConllReader(strip_segmentation=True).read(formats / "weibo_digits.conll")
    assert "".join(first.tokens) == "我在南湖等小林"
    assert entities(first) == [("南湖", "LOC.NAM"), ("小林", "PER.NAM")]
    assert first.source == f"{formats / 'weibo_digits.conll'}:1"
    assert second.tokens == ("早", "安", "1")
    assert second.spans == () and second.source.endswith(":9")


def test_positions_have_two_digits_from_the_eleventh_character_on(formats):
    [sentence] = ConllReader(strip_segmentation=True).read(formats / "weibo_long_word.conll")
    assert "".join(sentence.tokens) == "musicfest2012见"


@pytest.mark.parametrize("token", ["湖", "7", "湖²", "湖０"])
def test_a_token_without_position(read, token):
    content = f"好0\tO\n{token}\tO\n"
    with pytest.raises(
        DataError, match=r"sample\.txt:2: the token .* does not end in its position"
    ):
        read(ConllReader(strip_segmentation=True), content)
    reader = ConllReader(strip_segmentation=True, on_problem="repair")
    assert read(reader, content)[0].tokens == ("好", token)
    assert reader.report.repairs() == 1


def test_a_position_out_of_sequence_is_noted(read):
    reader = ConllReader(strip_segmentation=True)
    assert read(reader, "越2\tO\n来3\tO\n")[0].tokens == ("越", "来")
    [finding] = reader.report.findings()
    assert finding.count == 1 and "out of sequence" in finding.kind


def test_iob1_with_document_starts(formats):
    reader = ConllReader(scheme="iob1")
    [sentence] = reader.read(formats / "conll2003_iob1.txt")
    assert sentence.spans == (Span(0, 2, "PER"), Span(3, 5, "ORG"), Span(5, 6, "ORG"))
    [finding] = reader.report.findings()
    assert "-DOCSTART-" in finding.kind and finding.places[0].endswith(":1")


def test_comments_are_told_from_tokens_by_the_separator(read):
    reader = ConllReader(separator="\t", comment_prefix="#")
    [sentence] = read(reader, "# id demo-1\n#\tO\n#np\tB-LOC\n")
    assert sentence.tokens == ("#", "#np") and sentence.spans == (Span(1, 2, "LOC"),)
    [finding] = reader.report.findings()
    assert finding.count == 1 and "comment" in finding.kind


@pytest.mark.parametrize(
    ("name", "arguments", "found"),
    [
        ("conll2002_two_columns.txt", {}, [("Nora", "PER"), ("SanGil", "LOC")]),
        ("conll2002_three_columns.txt", {}, [("MiravanVeen", "PER"), ("Delft", "LOC")]),
        ("msra.tsv", {}, [("小林", "PER"), ("昆明", "LOC")]),
        (
            "resume_space.bmes",
            {"scheme": "bmes", "separator": " "},
            [("王小雨", "NAME"), ("经理", "TITLE")],
        ),
    ],
)
def test_the_formats_of_published_corpora(formats, name, arguments, found):
    first, second = ConllReader(**arguments).read(formats / name)
    assert entities(first) == found
    assert entities(second) == []


@pytest.mark.parametrize("tag", ["B_PER", "b-PER", "B-", "o"])
def test_other_spellings_of_tags_are_errors(read, tag):
    with pytest.raises(DataError, match=rf"sample\.txt:2: '{tag}' is not a tag"):
        read(ConllReader(), f"a\tO\nb\t{tag}\n")


def test_latin_1_says_how_to_convert(read):
    with pytest.raises(DataError, match=r"sample\.txt:2: byte 5 .*\n.*iconv"):
        read(ConllReader(), "Nora B-PER\nvivió O\n".encode("latin-1"))


def test_a_token_may_be_the_separator_itself(formats, read):
    reader = ConllReader(scheme="bmes", separator=" ")
    assert next(reader.read(formats / "resume_space.bmes")).tokens[3] == " "
    assert read(ConllReader(separator=" "), "  N O\na N O\n")[0].tokens == (" ", "a")
    assert read(ConllReader(separator="\t"), "\t\tO\n")[0].tokens == ("\t",)
    # With one separator in front the token is missing, and separators alone are a blank line.
    with pytest.raises(DataError, match=r"sample\.txt:1: the token is empty"):
        read(ConllReader(separator=" "), " O\n")
    assert len(read(ConllReader(separator=" "), "a O\n  \nb O\n")) == 2
    # A line that lacks its first columns has too few, and is not taken for such a token.
    with pytest.raises(DataError, match=r"sample\.txt:2: 2 columns, where .* has 3"):
        read(ConllReader(separator="\t"), "a\tN\tO\n\t\tO\n")


def test_a_document_starts_where_the_first_column_says_so(read):
    content = "-DOCSTART-\n\na\tO\n-DOCSTART- -X- O O\n-DOCSTART-ed\tO\n"
    reader = ConllReader(separator="\t")
    assert [s.tokens for s in read(reader, content)] == [("a",), ("-DOCSTART-ed",)]
    assert [finding.count for finding in reader.report.findings()] == [2]


def test_a_hash_is_a_token_where_no_comments_are_declared(read):
    assert read(ConllReader(), "# # - O\n#1 CD - O\n")[0].tokens == ("#", "#1")


def test_blank_lines_may_hold_spaces_and_types_hyphens(formats):
    first, second = ConllReader().read(formats / "bio_hyphen.conll")
    assert first.spans == (Span(0, 1, "person"), Span(2, 4, "creative-work"))
    assert second.tokens == ("#np",)


@pytest.mark.parametrize(
    ("name", "scheme", "spans"),
    [
        ("bmes.conll", "bmes", (Span(0, 3, "NAME"), Span(4, 5, "LOC"))),
        ("bioes.tsv", "bioes", (Span(0, 1, "Chemical"), Span(2, 4, "Disease"))),
    ],
)
def test_marked_boundaries(formats, name, scheme, spans):
    [sentence] = ConllReader(scheme=scheme).read(formats / name)
    assert sentence.spans == spans


def test_one_column_is_unlabelled(formats):
    sentences = list(ConllReader(tag_column=None).read(formats / "one_column.txt"))
    assert sentences == [Sentence(("今", "天")), Sentence(("好",))]


@pytest.mark.parametrize("reader", [ConllReader(), ConllReader(separator="\t"), ConllReader(2)])
def test_too_few_columns_name_the_line_and_the_remedy(read, reader):
    with pytest.raises(DataError, match=r"sample\.txt:1: 1 column\(s\), too few") as caught:
        read(reader, "a\n")
    assert "tag_column: null" in str(caught.value)


def test_another_number_of_columns(read):
    content = "a O\nNew York B-LOC\n"
    with pytest.raises(DataError, match=r"sample\.txt:2: 3 columns, where .* has 2"):
        read(ConllReader(), content)
    reader = ConllReader(on_problem="repair")
    assert read(reader, content)[0].tokens == ("a", "New")
    assert reader.report.repairs() == 1


def test_an_explicit_separator_keeps_spaces_in_tokens(read):
    content = "New York\tB-LOC\n \tO\n\u3000\tO\n"
    [sentence] = read(ConllReader(separator="\t"), content)
    assert sentence.tokens == ("New York", " ", "\u3000")


def test_an_ideographic_space_is_a_token_between_columns(read):
    assert read(ConllReader(), "\u3000 O\n\xa0\tO\n")[0].tokens == ("\u3000", "\xa0")


def test_an_empty_token(read):
    with pytest.raises(DataError, match=r"sample\.txt:1: the token is empty"):
        read(ConllReader(separator="\t"), "\tO\n")


def test_illegal_tags_are_errors_unless_the_policy_says_more(read):
    content = "a\tO\nb\tI-PER\nc\tI-PER\nd\tB-LOC\n"
    with pytest.raises(DataError, match=r"sample\.txt:2: illegal tag in the scheme bio: I-PER"):
        read(ConllReader(), content)
    for policy, kept in (("repair", (Span(1, 3, "PER"), Span(3, 4, "LOC"))), ("strict", ())):
        reader = ConllReader(on_illegal=policy)
        [sentence] = read(reader, content)
        assert sentence.spans == (kept or (Span(3, 4, "LOC"),))
        [finding] = reader.report.findings()
        assert finding.repaired and finding.count == 1 and "sample.txt:2: " in finding.places[0]


def test_words_are_split_into_characters(read):
    reader = ConllReader(split_characters=True, separator="\t")
    [sentence] = read(reader, "南湖\tB-LOC\n公园\tI-LOC\n 很A\tO\n美\tB-X\n")
    assert sentence.tokens == tuple("南湖公园 很A美")
    assert sentence.spans == (Span(0, 4, "LOC"), Span(7, 8, "X"))
    assert sentence.source.endswith("sample.txt:1")


@pytest.mark.parametrize("policy", ["error", "repair", "strict"])
def test_what_is_no_tag_is_always_an_error(read, policy):
    with pytest.raises(DataError, match=r"sample\.txt:2: 'S-PER' is not a tag .*bioes or bmes"):
        read(ConllReader(on_illegal=policy), "a\tO\nb\tS-PER\n")


def test_a_file_may_end_without_a_line_break(read):
    assert read(ConllReader(), "a\tO\n\n\nb\tO") == [Sentence(("a",), ()), Sentence(("b",), ())]


@pytest.mark.parametrize(
    "arguments",
    [
        {"token_column": 1, "tag_column": 1},
        {"separator": ""},
        {"comment_prefix": "#"},
        {"scheme": "iob3"},
    ],
)
def test_arguments_that_do_not_go_together(arguments):
    with pytest.raises(ValueError):
        ConllReader(**arguments)


@pytest.mark.parametrize(
    ("line", "said"),
    [("\u00a0", r"'\\xa0'"), ("a,O", "'a,O'"), ("x" * 5000, r"'x{40}\.\.\.'")],
)
def test_a_line_that_has_too_few_columns_is_shown(read, line, said):
    with pytest.raises(DataError, match=rf"sample\.txt:2: 1 column\(s\), too few .*: {said}\n"):
        read(ConllReader(), f"a O\n{line}\nb O\n")
