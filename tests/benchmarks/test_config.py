import copy
import io

import pytest
from rich.console import Console

from benchmarks.config.case import Case, Change, NoSuchThing, Place
from benchmarks.config.command import main
from benchmarks.config.comparison import WrongControl, control, examine
from benchmarks.config.criteria import Outcome, Told, judge
from benchmarks.config.mistakes import MISTAKES
from benchmarks.config.peers import PEERS, mgkd
from benchmarks.config.peers.peer import Peer
from benchmarks.config.report import cell
from mgkd.config import override, read_config

WEIGHT = Place(("objective", 1, "weight"), lines=(("a.yaml", 7),))
EPOCHS = Place(("trainer", "epochs"))


def told_of(text, place=WEIGHT):
    return judge(Outcome(1, text, read=False), (place,)).places[0]


@pytest.mark.parametrize(
    "text",
    [
        "objective[1].weight  expected a number",
        "objective.1.weight: expected a number",
        "objective -> 1 -> weight\texpected a number",
        'Parser key "objective[1].weight":',
        "a.yaml:7:3: expected a number",
        'in "/somewhere/a.yaml", line 7, column 3',
        'Traceback:\n  File "/somewhere/a.yaml", line 7, in <module>\n    weight\nTypeError\n',
        "\x1b[31m│ objective[1].weight\x1b[0m │",
    ],
)
def test_a_whole_place(text):
    assert told_of(text) is Told.WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "weight: expected a number",
        "objective -> weight",
        "objective[1].weight.more",
        "mine.objective[1].weight",
        "objective[11].weight",
        "line 7: expected a number",
        'in "<string>", line 7, column 3',
        "a.yaml:70: expected a number",
    ],
)
def test_a_place_in_part(text):
    assert told_of(text) is Told.PART


@pytest.mark.parametrize(
    "text",
    [
        "expected a number",
        "TypeError: weights",
        # Quoted program text, a summary of all options and a printed config are said of nothing.
        '  File "train.py", line 3, in main\n    objective[1].weight\n    ^^^^\nTypeError\n',
        "usage: train [--objective[1].weight W]\n             [--weight W]\nerror: wrong\n",
        "{'weight': 'ten'}",
    ],
)
def test_no_place(text):
    assert told_of(text) is Told.NOTHING


def test_keys_on_neighbouring_lines_are_a_whole_place():
    assert told_of("option 'epochs' in section\n'trainer' is wrong", EPOCHS) is Told.WHOLE
    assert told_of("trainer\n\nis\nwrong\nepochs", EPOCHS) is Told.PART


def test_a_wrong_name_tells_the_place_in_part():
    place = Place(("encoder", "type"), word="bilstn")
    assert told_of("there is no bilstn", place) is Told.PART
    assert told_of("there is no bilstnm", place) is Told.NOTHING


def remedy_in(text, status=1):
    outcome = Outcome(status, text, read=False)
    return judge(outcome, (WEIGHT,), "dropout", ("hidden_size", "layers")).remedy


def test_remedies():
    assert remedy_in("did you mean dropout?") is Told.WHOLE
    assert remedy_in("it takes dropout, hidden_size, layers") is Told.PART
    assert remedy_in("usage: [--dropout P] [--layers N]\nerror: wrong") is Told.PART
    assert remedy_in("it is no dropout_rate") is Told.NOTHING
    assert remedy_in("{'dropout': 0.2}") is Told.NOTHING
    assert judge(Outcome(1, "did you mean dropout?", False), (WEIGHT,)).remedy is None


def test_early_late_accepted_and_hung():
    early, late = (judge(Outcome(2, "", read), (EPOCHS,)) for read in (False, True))
    assert early.told and early.early and late.told and not late.early
    accepted = judge(Outcome(0, "trainer.epochs is 0", read=True), (EPOCHS,))
    assert accepted.accepted and not accepted.told and not accepted.warned
    assert accepted.places == (Told.NOTHING,)
    assert judge(Outcome(0, "Warning: trainer.epochs is 0", read=True), (EPOCHS,)).warned
    hung = judge(Outcome(None, "trainer.epochs", read=False), (EPOCHS,))
    assert hung.hung and not hung.told and not hung.early


def test_three_at_once():
    places = (WEIGHT, EPOCHS, Place(("seed",)))
    verdict = judge(Outcome(2, "objective[1].weight and epochs are wrong", False), places)
    assert verdict.places == (Told.WHOLE, Told.PART, Told.NOTHING)
    assert cell(verdict) == "2 of 3"


def test_cells():
    def shown(status, text, read):
        return cell(judge(Outcome(status, text, read), (EPOCHS,), "epoch", ("steps",)))

    assert shown(1, "trainer.epochs; epoch?", False) == "path + name"
    assert shown(1, "epochs; there are epoch, steps", False) == "part + list"
    assert shown(1, "wrong", True) == "late: no place"
    assert shown(0, "", True) == "accepted silently"
    assert cell(NoSuchThing("nothing imports")) == "no such thing"


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_has_every_mistake(name):
    peer = PEERS[name]
    assert list(peer.cases) == [mistake.name for mistake in MISTAKES]
    right = peer.right()
    for mistake in MISTAKES:
        case = peer.cases[mistake.name]
        if isinstance(case, Case):
            assert bool(case.changes) != bool(case.arguments)
            assert bool(case.remedy) == mistake.remedy
            files = case.files(right)
            assert (files != right) == bool(case.changes)
            if case.remedy and case.changes:
                # A right name that stands in the config could be an echo of it.
                assert case.remedy not in files[case.changes[0].file]
            assert len(case.places(right)) == (3 if mistake.name == "three at once" else 1)


def test_lines_of_a_change():
    change = Change("a", "b\n", "x\ny\n")
    assert list(change.lines("a\nb\nc\n")) == [2, 3]
    assert change.apply("a\nb\nc\n") == "a\nx\ny\nc\n"
    with pytest.raises(ValueError, match="2 times"):
        change.apply("b\nb\n")


@pytest.fixture
def tree(tmp_path):
    """tree(name) is what mgkd's config gives with a mistake, or the right one."""

    def evaluate(name=None):
        right = mgkd.PEER.right()
        files = mgkd.CASES[name].files(right) if name else right
        for file, text in files.items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        return read_config(tmp_path / mgkd.CONFIG).tree

    return evaluate


def changed(tree, path, value):
    """The tree with a value at a path; ABSENT takes the key away."""
    found = copy.deepcopy(tree)
    *way, last = path
    holder = found
    for step in way:
        holder = holder[step]
    if value is ABSENT:
        del holder[last]
    else:
        holder[last] = value
    return found


ABSENT = object()
ENCODER = ("model", "encoder")


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("misspelt name", (*ENCODER, "type"), "bilstn"),
        ("wrong type", (*ENCODER, "hidden_size"), [24]),
        ("string for number", (*ENCODER, "hidden_size"), "ten"),
        ("out of range", ("trainer", "epochs"), 0),
        ("missing key", ("trainer", "epochs"), ABSENT),
        ("extra key", ("trainer", "colour"), 3),
        ("wrong kind", ("objective", 1), {"type": "adamw", "lr": 0.1}),
        ("inside a list", ("objective", 1, "k"), "four"),
        ("null", ("trainer", "epochs"), None),
        ("supplied", (*ENCODER, "input_size"), 9),
    ],
)
def test_mgkd_differs_in_one_place(tree, name, path, value):
    assert tree(name) == changed(tree(), path, value)
    place = mgkd.CASES[name].at[0].path
    assert place[: len(path)] == path


def test_mgkd_misspells_a_key(tree):
    right, wrong = tree(), tree("misspelt key")
    wrong["model"]["encoder"]["dropout"] = wrong["model"]["encoder"].pop("dropuot")
    assert wrong == right


def test_mgkd_has_a_cycle(tree):
    found = tree("cycle")
    assert found["corpus"]["reader"] == {"ref": "unlabelled[0].reader"}
    assert found["unlabelled"][0]["reader"] == {"ref": "corpus.reader"}


def test_mgkd_has_three_mistakes(tree):
    found = tree("three at once")
    right = tree()
    assert "dropuot" in found["model"]["encoder"]
    assert found["objective"][1]["k"] == "four" != right["objective"][1]["k"]
    assert found["trainer"]["epochs"] == 0 != right["trainer"]["epochs"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("syntax", "expected a comma"),
        ("missing import", "shred.libsonnet"),
        ("missing variable", "does not exist: epochs"),
    ],
)
def test_mgkd_cannot_be_evaluated(tree, name, said):
    with pytest.raises(Exception, match=said):
        tree(name)


def test_mgkd_overrides_are_wrong_in_what_they_say(tree):
    unknown, mistyped = mgkd.CASES["override of no path"], mgkd.CASES["override of a type"]
    assert unknown.arguments == ("--set", "trainer.epoks=5")
    assert "epoks" not in tree()["trainer"] and unknown.remedy in tree()["trainer"]
    assert override(tree(), mistyped.arguments[1:]).tree == changed(
        tree(), ("trainer", "epochs"), "ten"
    )


def test_mgkd_spoils_the_plugin_only(tree):
    for name in ("registered twice", "failing plugin"):
        assert tree(name) == tree()
        assert {change.file for change in mgkd.CASES[name].changes} == {mgkd.PLUGIN}


def toy(tmp_path, monkeypatch, program, cases):
    """A peer of one program in a folder of its own."""
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "train.py").write_text(program, encoding="utf-8")
    monkeypatch.setattr("benchmarks.config.peers.peer.EXPERIMENTS", tmp_path)
    return Peer("toy", (), (("train.py",),), cases)


PROGRAM = "import os, pathlib\npathlib.Path(os.environ['CORPUS_OPENED']).touch()\n"


def test_a_right_config_that_fails_stops_everything(tmp_path, monkeypatch):
    peer = toy(tmp_path, monkeypatch, "raise SystemExit('broken')\n", {})
    with pytest.raises(WrongControl, match=r"exit status 1.*not opened"):
        control(peer, limit=30)
    console = Console(file=io.StringIO(), width=200)
    assert main([], {"toy": peer}, console) == 1
    assert "broken" in console.file.getvalue()


def test_a_right_config_that_opens_no_corpus_stops_everything(tmp_path, monkeypatch):
    peer = toy(tmp_path, monkeypatch, "print('fine')\n", {})
    with pytest.raises(WrongControl, match="exit status 0, the corpus was not opened"):
        control(peer, limit=30)


def test_the_whole_way(tmp_path, monkeypatch):
    late = Case((Change("train.py", "touch()", "touch(); raise SystemExit('pathlib')"),), (EPOCHS,))
    slow = Case(
        (Change("train.py", "import os", "import time; time.sleep(60); import os"),), (EPOCHS,)
    )
    override = Case((), (EPOCHS,), arguments=("--epochs=0",))
    cases = {mistake.name: NoSuchThing("a toy") for mistake in MISTAKES}
    cases |= {"misspelt key": late, "null": slow, "override of a type": override}
    peer = toy(tmp_path, monkeypatch, PROGRAM, cases)
    control(peer, limit=30)
    shown = {
        mistake.name: cell(examine(peer, mistake, limit=3).found)
        for mistake in MISTAKES
        if isinstance(cases[mistake.name], Case)
    }
    assert shown == {
        "misspelt key": "late: no place",
        "null": "hangs",
        "override of a type": "accepted silently",
    }
