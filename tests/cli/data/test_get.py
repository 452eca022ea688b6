"""mgkd data get: what it says, and how it ends."""

import pytest

from mgkd.data import obtaining
from mgkd.data.obtaining import ClosedCorpus
from tests.data.obtaining.publisher import fail_with

CONTENTS = {"README": b"Letters of the alphabet.\n", "train": b"a\nb\n"}
CLOSED = ClosedCorpus(
    name="numbers",
    title="Numbers",
    language="Chinese",
    licence="none stated",
    obtain="Count them:\n  example.org/numbers",
    files=("train.txt", "test.txt"),
)


@pytest.fixture
def letters(publisher, monkeypatch, tmp_path):
    """A catalogue with an open and a closed corpus, and an empty folder to be in."""
    corpus = publisher.corpus("letters", CONTENTS)
    monkeypatch.setattr(obtaining, "CATALOGUE", (corpus, CLOSED))
    monkeypatch.chdir(tmp_path)
    return corpus


INTRODUCTION = """\
Letters (English)
  licence  CC0 1.0
           https://creativecommons.org/publicdomain/zero/1.0/legalcode
  credit   Nora Lund
  origin   a test
  into     data/letters

"""


def test_what_there_is(command, letters, publisher):
    lines = command("data", "get").stdout.splitlines()
    assert [line.split() for line in lines if "letters" in line or "numbers" in line] == [
        ["letters", "Letters", "English", "open", "CC0", "1.0"],
        ["numbers", "Numbers", "Chinese", "closed", "none", "stated"],
    ]
    assert max(map(len, lines)) <= 80
    assert publisher.asked == []


def test_the_real_catalogue_fits_a_terminal(command):
    result = command("data", "get", env={"COLUMNS": "80"})
    assert result.exit_code == 0
    names = [line.split()[0] for line in result.stdout.splitlines() if line.strip()]
    assert [name for name in names if "_" in name] == [entry.name for entry in obtaining.CATALOGUE]


def test_an_open_corpus_is_fetched(command, letters, tmp_path):
    result = command("data", "get", "letters")
    assert result.exit_code == 0
    assert result.stdout == INTRODUCTION + (
        "  README           25 bytes  fetched\n  train             4 bytes  fetched\n"
    )
    folder = tmp_path / "data" / "letters"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == CONTENTS


def test_once_more(command, letters, publisher):
    command("data", "get", "letters")
    result = command("data", "get", "letters")
    assert result.exit_code == 0
    assert result.stdout == INTRODUCTION + (
        "  README           25 bytes  was there\n  train             4 bytes  was there\n"
    )
    assert len(publisher.asked) == len(CONTENTS)


def test_from_a_folder_into_another(command, letters, publisher, tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    for name, content in CONTENTS.items():
        (copies / name).write_bytes(content)
    result = command("data", "get", "letters", "--from", "copies", "--into", "else where")
    assert result.exit_code == 0
    assert "  into     else where/letters\n" in result.stdout
    assert result.stdout.count("copied") == len(CONTENTS)
    assert (tmp_path / "else where" / "letters" / "train").read_bytes() == CONTENTS["train"]
    assert publisher.asked == []


def test_the_licence_is_shown_before_anything_is_fetched(command, letters, publisher):
    publisher.whims = [fail_with(404)]
    result = command("data", "get", "letters")
    assert result.exit_code == 2
    assert result.stdout == INTRODUCTION
    assert result.stderr == (
        f"error: {publisher.base}/README\n"
        "  cannot be fetched: the server says 404 Not Found\n"
        "  If you have the file, or find it elsewhere, name its folder with --from DIR\n"
    )


def test_a_file_of_ones_own_is_replaced_by_force_only(command, letters, tmp_path):
    command("data", "get", "letters")
    train = tmp_path / "data" / "letters" / "train"
    train.write_bytes(b"my own")
    result = command("data", "get", "letters")
    assert result.exit_code == 2
    assert "data/letters/train:\n    6 bytes, expected 4\n" in result.stderr
    assert train.read_bytes() == b"my own"
    assert command("data", "get", "letters", "--force").exit_code == 0
    assert train.read_bytes() == CONTENTS["train"]


def test_a_closed_corpus_is_explained(command, letters, tmp_path):
    result = command("data", "get", "numbers", "--from", "copies", "--force")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: Numbers cannot be fetched for you (licence: none stated)\n"
        "  Count them:\n"
        "    example.org/numbers\n"
        "  Put into data/numbers: train.txt, test.txt\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_name(command, letters):
    result = command("data", "get", "leters")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: no corpus is called leters; nearest: letters\n",
    )


def test_an_interruption(command, letters, monkeypatch):
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(obtaining, "obtain", stop)
    result = command("data", "get", "letters")
    assert (result.exit_code, result.stderr) == (
        130,
        "error: interrupted; the same command goes on where this one stopped\n",
    )
