import io
import re

import pytest
from rich.console import Console

from benchmarks.data import (
    LIMIT,
    LONG,
    STRANGE,
    Measured,
    generated,
    main,
    make_encoder,
    table,
)
from benchmarks.data_contenders import (
    BATCH,
    CONTENDERS,
    DatasetsFoundAgain,
    DatasetsMap,
    Lost,
    OursFoundAgain,
    OursInMemory,
    OursOnDisk,
    Pipeline,
    PipelineWithStride,
    pieces_and_labels,
    rows,
)
from mgkd.data import ConllReader, ConllWriter, Sentence, Span

# A piece each, but for U+FFFD, which has none; with [CLS] and [SEP] around them, the limit leaves
# the third sentence two tokens less than it has, one of them the last U+FFFD.
SENTENCES = [
    Sentence(["w1", "w2", "w3"], [Span(1, 3, "PER")]),
    Sentence(["w1", "\ufffd", "w2"], []),
    Sentence(["\ufffd", *["w3"] * (LIMIT - 1), "\ufffd"], [Span(0, 1, "LOC")]),
    *[Sentence([f"w{number}"], []) for number in range(BATCH)],
]
CUT = {DatasetsMap, DatasetsFoundAgain, Pipeline}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work") / "encoder"
    make_encoder(folder)
    return str(folder)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "all.conll"
    ConllWriter().write(path, SENTENCES)
    return path


def test_a_token_behind_the_last_piece_is_cut_where_pieces_were():
    owners = [None, 0, 0, 2, None]
    assert Lost.of(5, owners, truncated=True) == Lost(cut=2, dropped=1)
    assert Lost.of(5, owners, truncated=False) == Lost(cut=0, dropped=3)
    assert Lost.together([Lost(2, 1), Lost(0, 3)]) == Lost(cut=2, dropped=4)


def test_generated_sentences_have_what_is_lost_elsewhere():
    sentences = list(generated(2 * LONG))
    assert sentences == list(generated(2 * LONG))
    assert sum(len(sentence) > LIMIT for sentence in sentences) == 2
    assert sum("\ufffd" in sentence.tokens for sentence in sentences) == 2 * LONG // STRANGE
    assert any(sentence.spans for sentence in sentences)


def test_peers_read_what_we_read(file):
    found = list(rows(str(file)))
    read = list(ConllReader(separator="\t").read(file))
    assert [tuple(row["tokens"]) for row in found] == [sentence.tokens for sentence in read]
    assert found[0]["tags"] == ["O", "B-PER", "I-PER"]


def test_labels_stand_on_first_pieces(encoder):
    from transformers import AutoTokenizer

    batch = {"tokens": [["w19999", "w1"]], "tags": [["B-PER", "O"]]}
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    found = pieces_and_labels(batch, tokenizer, {"B-PER": 1, "O": 0})
    pieces = tokenizer.convert_ids_to_tokens(found["input_ids"][0])
    assert pieces == ["[CLS]", "w1999", "##9", "w1", "[SEP]"]
    assert found["labels"][0] == [-100, 1, -100, 0, -100]


@pytest.mark.parametrize(
    "kinds",
    [[OursInMemory], [OursOnDisk, OursFoundAgain], [DatasetsMap], [Pipeline], [PipelineWithStride]],
    ids=lambda kinds: kinds[-1].name,
)
def test_what_each_loses(kinds, encoder, file, tmp_path):
    for kind in kinds:
        contender = kind(encoder, tmp_path)
        contender.run(file)
        dropped = 0 if issubclass(kind, OursInMemory) else 3
        expected = Lost(cut=2, dropped=dropped - 1) if kind in CUT else Lost(0, dropped)
        assert contender.lost(file) == expected


def test_nothing_is_found_again_before_it_is_put_there(encoder, file, tmp_path):
    with pytest.raises(AssertionError, match="nothing was found"):
        OursFoundAgain(encoder, tmp_path).run(file)


def test_who_finds_again_comes_behind_who_puts_there():
    for first, again in [(OursOnDisk, OursFoundAgain), (DatasetsMap, DatasetsFoundAgain)]:
        assert CONTENDERS.index(first) < CONTENDERS.index(again)
        assert again.name == f"{first.name}, found again"


def test_rows_are_medians_and_ratios_to_the_first():
    def measured(*seconds, lost):
        return [
            Measured(value, value / 2 if lost.cut else value, 3 * 2**20, 500 * 2**20, lost)
            for value in seconds
        ]

    found = {
        OursInMemory: measured(2.0, 1.0, 9.0, lost=Lost()),
        Pipeline: measured(5.0, 4.0, 3.0, lost=Lost(cut=1200, dropped=7)),
    }
    assert table(found, sentences=1000, tokens=20_000).rows == [
        ("mgkd, in memory", "500", "10,000", "1.00", "1.00", "3", "500", "0", "0", "yes"),
        ("transformers pipeline", "250", "5,000", "2.00", "1.00", "3", "500", "1,200", "7", "none"),
    ]


class Absent(OursInMemory):
    name = "absent"
    needs = "mgkd_no_such_package"


def test_the_whole_of_it_with_a_file_of_ones_own(file, tmp_path):
    shown = io.StringIO()
    reader = "{type: 'conll', separator: '\\t'}"
    arguments = ["--file", str(file), "--reader", reader, "--rounds", "1"]
    arguments += ["--markdown", str(tmp_path / "table.md")]
    main(arguments, contenders=[OursInMemory, Absent], console=Console(file=shown, width=120))
    assert "absent: left out, mgkd_no_such_package is not installed" in shown.getvalue()
    assert f"{len(SENTENCES)} sentences, {sum(map(len, SENTENCES))} tokens" in shown.getvalue()
    assert re.search(r"mgkd, in memory +[\d,]+ +[\d,]+ +1\.00 ", shown.getvalue())
    written = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert re.search(r"\| mgkd, in memory \|.*\| 1\.00 \|.*\| 0 \| 0 \| yes \|", written)


def test_too_few_sentences_for_a_batch():
    with pytest.raises(SystemExit, match=f"fewer than a batch of {BATCH}"):
        main(["--sentences", "3"], console=Console(file=io.StringIO()))
