"""mgkd config: what it says of mistakes, whole, for what it says is part of the interface."""

import json

import pytest

import mgkd.experiment  # noqa: F401  (fills the registries, which the tests set back)
from mgkd.config import temporary_registrations
from mgkd.distillation import losses
from mgkd.models import encoders

BASE = """\
local reader = { type: 'markup' };
local encoder = { type: 'bilstm', hidden_size: 6 };
{
  corpus: {
    type: 'files',
    name: 'toy',
    train: 'text.txt',
    dev: 'text.txt',
    test: 'text.txt',
    reader: reader,
    splitter: 'characters',
  },
  model: {
    embedder: { type: 'word', size: 8 },
    encoder: encoder,
    decoder: { type: 'crf' },
  },
  objective: [
    { type: 'gold_nll', weight: 1.0 },
    { type: 'kbest_cross_entropy', k: 2 },
  ],
  trainer: { epochs: 2, optimizer: { lr: 0.01 } },
  teacher: { type: 'run', directory: 'teacher' },
}
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """The working directory: a corpus, a finished run by its looks, and a right config."""
    (tmp_path / "text.txt").write_text("{小薇|PER.NAM}在家\n", encoding="utf-8")
    (tmp_path / "teacher").mkdir()
    for name in ("config.json", "metrics.json"):
        (tmp_path / "teacher" / name).write_text("{}", encoding="utf-8")
    (tmp_path / "right.jsonnet").write_text(BASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with temporary_registrations():
        yield tmp_path


@pytest.fixture
def said(command, place):
    """What the check says of the config with something replaced."""

    def check(*replacements, options=(), base=BASE, code=2):
        text = base
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        (place / "a.jsonnet").write_text(text, encoding="utf-8")
        result = command("config", "check", "a.jsonnet", *options)
        assert result.exit_code == code, result.output
        return result.stdout

    return check


def test_a_right_config(command):
    result = command("config", "check", "right.jsonnet")
    assert (result.exit_code, result.stdout) == (0, "right.jsonnet: fine\n")


ONE = "a.jsonnet: 1 problem\n"

MISTAKES = {
    "misspelt key": (
        ("{ type: 'gold_nll', weight", "{ type: 'gold_nll', wieght"),
        "  objective[0].wieght     unknown key for gold_nll; did you mean weight? (line 19)\n",
    ),
    "misspelt component": (
        ("'kbest_cross_entropy', k: 2", "'kbest_ce'"),
        "  objective[1].type       no loss is called kbest_ce; nearest: kbest_cross_entropy, "
        "kbest_decoupled_kd (mgkd components losses) (line 20)\n",
    ),
    "misspelt component by its name alone": (
        ("'characters'", "'charakters'"),
        "  corpus.splitter         no splitter is called charakters; nearest: characters "
        "(mgkd components splitters) (line 11)\n",
    ),
    "wrong type": (
        ("epochs: 2", "epochs: [2]"),
        "  trainer.epochs          expected an integer of at least 1, found a list of 1 item "
        "(line 22)\n",
    ),
    "string for number": (
        ("hidden_size: 6", "hidden_size: 'six'"),
        '  model.encoder.hidden_size  expected an integer of at least 1, found "six" (line 2)\n',
    ),
    "out of range": (
        ("epochs: 2", "epochs: 0"),
        "  trainer.epochs          expected an integer of at least 1, found 0 (line 22)\n",
    ),
    "missing required key": (
        ("epochs: 2, ", ""),
        "  trainer.epochs          missing; required by Trainer (line 22)\n",
    ),
    "extra key": (
        ("size: 8", "size: 8, colour: 'blue'"),
        "  model.embedder.colour   unknown key for word; it takes bigram_min_count, bigram_size, "
        "dropout, lowercase, min_count, singleton_rate, size, unknown_rate (line 14)\n",
    ),
    "component of the wrong registry": (
        ("'kbest_cross_entropy', k: 2", "'adamw'"),
        f"  objective[1].type       adamw is an optimizer, not a loss; there are: "
        f"{', '.join(sorted(losses.names()))} (mgkd components losses) (line 20)\n",
    ),
    "component inside a list": (
        ("'kbest_cross_entropy', k: 2", "'kbest_cross_entropy', weighting: 'unifrom'"),
        '  objective[1].weighting  expected one of "softmax", "uniform", "probability", found '
        '"unifrom" (line 20)\n',
    ),
    "null": (
        ("splitter: 'characters'", "splitter: null"),
        '  corpus.splitter         expected a splitter (its name, or an object with "type"), '
        "found null (line 11)\n",
    ),
    "program-supplied argument": (
        ("hidden_size: 6", "input_size: 6"),
        "  model.encoder.input_size  is supplied by the program, remove it (line 2)\n",
    ),
    "a cycle in references": (
        (
            "reader: reader,\n    splitter: 'characters',\n  },",
            "reader: {ref: 'unlabelled[0].reader'}, keep:: reader,\n"
            "    splitter: 'characters',\n  },\n"
            "  unlabelled: [{type: 'files', files: ['text.txt'], reader: {ref: 'corpus.reader'}}],",
        ),
        "  corpus.reader.ref       refers in a circle: corpus.reader -> unlabelled[0].reader "
        "-> corpus.reader (line 10)\n",
    ),
    "a loss that needs a teacher where none is configured": (
        ("  teacher: { type: 'run', directory: 'teacher' },\n", ""),
        "  objective[1]            kbest_cross_entropy learns from a teacher, and the config names "
        "none; add one (mgkd components teachers), or remove this term (line 20)\n",
    ),
    "a k larger than the teacher will store": (
        ("directory: 'teacher'", "directory: 'teacher', paths: 1"),
        "  objective[1].k          kbest_cross_entropy asks for 2 label sequences, but the teacher "
        "stores 1 (teacher.paths) (line 20)\n",
    ),
    "a file that does not exist": (
        ("dev: 'text.txt'", "dev: 'txet.txt'"),
        "  corpus.dev              no such file: txet.txt; nearest in its folder: text.txt "
        "(line 8)\n",
    ),
    "a run that does not exist": (
        ("directory: 'teacher'", "directory: 'teachre'"),
        "  teacher.directory       no run directory at teachre: it has no config.json (line 23)\n"
        "                          Train one with: mgkd train CONFIG --out DIR\n",
    ),
    "an encoder folder that does not exist": (
        ("{ type: 'word', size: 8 }", "{ type: 'pretrained_transformer', model: './bert' }"),
        "  model.embedder.model    no such encoder folder: ./bert (line 14)\n"
        "                          It should hold config.json, model.safetensors and the "
        "tokenizer's files, all complete.\n",
    ),
    "a weight schedule longer than training": (
        ("weight: 1.0", "weight: { type: 'linear', start: 1, end: 0, epochs: 5 }"),
        "  objective[0].weight.epochs  the weight changes over 5 epochs, but training ends after 2 "
        "(trainer.epochs) (line 19)\n",
    ),
    "an unused variable": (
        ("local reader", "local corpora = 'data';\nlocal reader"),
        "  local corpora           is not used, remove it (line 1)\n",
    ),
    "arguments at odds": (
        ("{ type: 'bilstm', hidden_size: 6 }", "{ type: 'transformer', hidden_size: 6 }"),
        "  model.encoder.hidden_size  6 must be even and a multiple of heads, 4 (line 2)\n",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake(said, name):
    replacement, expected = MISTAKES[name]
    assert said(replacement) == ONE + expected


OPTIONS = {
    "override of a path that does not exist": (
        ["--set", "trainr.epochs=3"],
        "  trainr.epochs           the config has no key trainr; did you mean trainer? (--set)\n",
    ),
    "override that breaks a type": (
        ["--set", "trainer.epochs=three"],
        '  trainer.epochs          expected an integer of at least 1, found "three" (--set)\n',
    ),
    "override of no form": (
        ["--set", "trainer.epochs"],
        "  trainer.epochs          expected path=value, such as trainer.epochs=5 or "
        "objective[0].weight=2 (--set)\n",
    ),
    "variable that is not read": (
        ["--var", "corpora=x"],
        "  --var corpora           the config does not read the variable corpora; it reads none\n",
    ),
    "profile that is not read": (
        ["--profile", "paper"],
        "  --profile               the config does not read the variable profile; it reads none\n",
    ),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_mistakes_on_the_command_line(said, name):
    options, expected = OPTIONS[name]
    assert said(options=options) == ONE + expected


def test_many_at_once(said):
    replacements = (
        ("weight: 1.0", "wieght: 1.0"),
        ("'kbest_cross_entropy', k: 2", "'kbest_ce'"),
        ("epochs: 2", "epochs: 'ten'"),
        ("dev: 'text.txt'", "dev: 'txet.txt'"),
    )
    assert said(*replacements, options=["--set", "trainr.epochs=3"]) == (
        "a.jsonnet: 5 problems\n"
        "  trainr.epochs           the config has no key trainr; did you mean trainer? (--set)\n"
        "  objective[0].wieght     unknown key for gold_nll; did you mean weight? (line 19)\n"
        "  objective[1].type       no loss is called kbest_ce; nearest: kbest_cross_entropy, "
        "kbest_decoupled_kd (mgkd components losses) (line 20)\n"
        '  trainer.epochs          expected an integer of at least 1, found "ten" (line 22)\n'
        "  corpus.dev              no such file: txet.txt; nearest in its folder: text.txt (line 8)"
        "\n"
    )


def test_the_file_that_is_imported_is_the_one_named(said, place):
    (place / "lib").mkdir()
    (place / "lib" / "model.libsonnet").write_text("function(size) {\n  hidden: size,\n}\n")
    assert said(("{ type: 'bilstm', hidden_size: 6 }", "(import 'lib/model.libsonnet')(3)")) == (
        ONE + f"  model.encoder.type      missing; one of {encoders.listing()} (mgkd components "
        "encoders) (lib/model.libsonnet:2)\n"
    )


class TestJsonnet:
    def test_syntax_error(self, said):
        assert said(("epochs: 2, ", "epochs: 2 ")) == (
            "a.jsonnet:22:24: expected a comma before next field.\n"
            "    trainer: { epochs: 2 optimizer: { lr: 0.01 } },\n"
            "                         ^\n"
        )

    def test_missing_import(self, said, place):
        (place / "model.libsonnet").write_text("{}")
        assert said(("{ type: 'bilstm', hidden_size: 6 }", "import 'modle.libsonnet'")) == (
            'a.jsonnet:2:17: couldn\'t open import "modle.libsonnet": no file modle.libsonnet; '
            "nearest in .: model.libsonnet, a.jsonnet, right.jsonnet\n"
            "    local encoder = import 'modle.libsonnet';\n"
            "                    ^\n"
        )

    def test_missing_external_variable(self, said):
        assert said(("hidden_size: 6", "hidden_size: std.extVar('size')")) == (
            "a.jsonnet:2:48: undefined external variable: size; a config reads what the command "
            "line says with std.extVar('mgkd'): profile, and vars.NAME for --var NAME=VALUE\n"
            "    local encoder = { type: 'bilstm', hidden_size: std.extVar('size') };\n"
            "                                                   ^\n"
        )

    def test_no_file(self, command):
        result = command("config", "check", "rihgt.jsonnet")
        assert (result.exit_code, result.stdout) == (
            2,
            "no config rihgt.jsonnet; nearest in .: right.jsonnet\n",
        )


class TestPlugins:
    def plugged(self, said, place, text):
        (place / "mine.py").write_text(text, encoding="utf-8")
        return said(("{\n  corpus", "{\n  plugins: ['mine.py'],\n  corpus"))

    def test_one_that_fails_to_import(self, said, place):
        assert self.plugged(said, place, "import json\n\nimport no_such_thing\n") == (
            ONE + "  plugins[0]              mine.py:3: ModuleNotFoundError: No module named "
            "'no_such_thing' (line 4)\n"
            '                            File "mine.py", line 3, in <module>\n'
            "                              import no_such_thing\n"
        )

    def test_names_that_it_would_have_registered_are_not_complained_of(self, said, place):
        (place / "mine.py").write_text("1 / 0\n", encoding="utf-8")
        replacements = (
            ("{\n  corpus", "{\n  plugins: ['mine.py'],\n  corpus"),
            ("'crf'", "'mine'"),
        )
        assert said(*replacements).startswith(
            ONE
            + "  plugins[0]              mine.py:1: ZeroDivisionError: division by zero (line 4)"
        )

    def test_duplicate_registration(self, said, place):
        from mgkd.config.registry import source_of
        from mgkd.distillation import GoldNLL

        text = (
            "from mgkd.distillation import GoldNLL, losses\n\n"
            "@losses.register('gold_nll')\nclass Mine(GoldNLL):\n    pass\n"
        )
        first, *trace = self.plugged(said, place, text).splitlines()[1:]
        assert first.startswith(
            "  plugins[0]              mine.py:3: ValueError: two components are called the loss "
            f"gold_nll: mgkd.distillation.losses.gold_nll.GoldNLL ({source_of(GoldNLL)}) and "
            "mgkd_plugin_mine_"
        )
        assert first.endswith(".Mine (mine.py:3); give one of them another name (line 4)")
        assert trace[0] == '                            File "mine.py", line 3, in <module>'

    def test_one_that_is_missing(self, said, place):
        (place / "mine.py").write_text("", encoding="utf-8")
        assert said(("{\n  corpus", "{\n  plugins: ['mien.py'],\n  corpus")) == (
            ONE + "  plugins[0]              no plugin mien.py; nearest: mine.py (line 4)\n"
        )

    def test_a_decoder_that_does_not_know_the_scheme(self, said, place):
        text = (
            "from mgkd.models.decoders import Softmax, decoders\n\n"
            "@decoders.register('flat')\nclass Flat(Softmax):\n    schemes = ('bio', 'iob1')\n"
        )
        (place / "mine.py").write_text(text, encoding="utf-8")
        replacements = (
            ("{\n  corpus", "{\n  plugins: ['mine.py'],\n  scheme: 'bioes',\n  corpus"),
            ("'crf'", "'flat'"),
        )
        assert said(*replacements) == (
            ONE
            + "  scheme                  flat cannot decode bioes; it knows bio, iob1 (line 5)\n"
        )

    def test_from_the_command_line(self, command, place):
        (place / "mine.py").write_text("1 / 0\n", encoding="utf-8")
        result = command("config", "check", "right.jsonnet", "--plugin", "mine.py")
        assert result.exit_code == 2
        assert result.stderr.startswith("error: mine.py:1: ZeroDivisionError: division by zero\n")


def test_all_files_are_reported(command, place):
    (place / "wrong.jsonnet").write_text(BASE.replace("epochs: 2", "epochs: 0"))
    (place / "broken.jsonnet").write_text("{ a: }")
    result = command("config", "check", "wrong.jsonnet", "right.jsonnet", "broken.jsonnet")
    assert result.exit_code == 2
    assert result.stdout.startswith("wrong.jsonnet: 1 problem\n  trainer.epochs ")
    assert "\nright.jsonnet: fine\nbroken.jsonnet:1:6: " in result.stdout


def test_training_says_the_same_and_begins_nothing(command, place):
    (place / "wrong.jsonnet").write_text(BASE.replace("epochs: 2", "epochs: 0"))
    checked = command("config", "check", "wrong.jsonnet").stdout
    result = command("train", "wrong.jsonnet")
    assert result.exit_code == 2
    first, *rest = checked.splitlines()
    assert result.stderr.splitlines() == [f"error: {first}", *(f"  {line}" for line in rest)]
    assert not (place / "runs").exists()


def test_nothing_is_read_or_built(command, place, monkeypatch):
    from mgkd.data import MarkupReader
    from mgkd.models import Tagger
    from mgkd.training import Trainer

    def touched(*_, **__):
        raise AssertionError("touched")

    for cls in (MarkupReader, Tagger, Trainer):
        monkeypatch.setattr(cls, "__init__", _like(cls.__init__, touched))
    assert command("config", "check", "right.jsonnet").stdout == "right.jsonnet: fine\n"


def _like(original, replacement):
    """The replacement with the signature of the original."""
    from functools import wraps

    return wraps(original)(replacement)


def test_a_fault_of_ours_has_status_1(command, monkeypatch):
    def fault(*_, **__):
        raise KeyError("ours")

    monkeypatch.setattr("mgkd.experiment.examine", fault)
    result = command("config", "check", "right.jsonnet")
    assert result.exit_code == 1
    assert isinstance(result.exception, KeyError)


ASKING = {
    "annotations": "teacher.file",
    "finished": "teacher.directory",
    "stored": "teacher.directory",
}


def test_every_shipped_config_is_fine(command, root):
    files = sorted((root / "training_configs").glob("*.jsonnet"))
    # These ask for a teacher that is there already, and nothing else is wrong with them.
    asking = {root / "training_configs" / f"weibo_{name}.jsonnet" for name in ASKING}
    rest = [file for file in files if file not in asking]
    result = command("config", "check", *rest)
    assert result.exit_code == 0, result.output
    assert result.stdout == "".join(f"{file}: fine\n" for file in rest)
    for file in asking:
        said = command("config", "check", file).stdout.splitlines()
        assert said[0] == f"{file}: 1 problem" and said[1].split()[0] == ASKING[file.stem[6:]]


class TestShow:
    def test_origins(self, command):
        text = command("config", "show", "right.jsonnet", "--set", "trainer.epochs=7").stdout
        lines = [" ".join(line.split()) for line in text.splitlines()]
        assert "epochs: 7, // --set" in lines
        assert "hidden_size: 6, // right.jsonnet:2" in lines
        assert 'type: "characters", // right.jsonnet:11' in lines
        assert 'type: "adamw", // default' in lines
        assert "lr: 0.01, // right.jsonnet:22" in lines
        assert "temperature: 1.0, // default" in lines

    def test_it_is_the_same_config(self, command, place):
        (place / "shown.jsonnet").write_text(command("config", "show", "right.jsonnet").stdout)
        assert command("config", "diff", "right.jsonnet", "shown.jsonnet").stdout == (
            "no difference\n"
        )
        assert command("config", "check", "shown.jsonnet").exit_code == 0

    def test_json(self, command):
        tree = json.loads(command("config", "show", "right.jsonnet", "--json").stdout)
        assert tree["corpus"]["splitter"] == {"type": "characters"}
        assert tree["trainer"]["optimizer"]["betas"] == [0.9, 0.999]

    def test_of_a_wrong_config_the_mistakes_are_shown(self, command, place):
        (place / "wrong.jsonnet").write_text(BASE.replace("epochs: 2", "epochs: 0"))
        result = command("config", "show", "wrong.jsonnet")
        assert result.exit_code == 2
        assert "trainer.epochs" in result.stderr

    def test_a_missing_file_is_no_obstacle(self, command, place):
        (place / "text.txt").unlink()
        assert command("config", "show", "right.jsonnet").exit_code == 0


class TestDiff:
    def test_path_by_path(self, command, place):
        changed = BASE.replace("hidden_size: 6", "hidden_size: 8, layers: 2")
        changed = changed.replace("    { type: 'gold_nll', weight: 1.0 },\n", "")
        (place / "other.jsonnet").write_text(changed)
        result = command("config", "diff", "right.jsonnet", "other.jsonnet")
        assert result.exit_code == 0
        assert [line.split(None, 3) for line in result.stdout.splitlines()[:3]] == [
            ["right.jsonnet", "other.jsonnet"],
            ["model.encoder.hidden_size", "6", "8"],
            ["model.encoder.layers", "1", "2"],
        ]
        assert 'objective[0].type          "gold_nll"' in result.stdout


def test_schema(command):
    schema = json.loads(command("config", "schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "fuzzy_crf" in str(schema["$defs"])


class TestForeignComponents:
    """Plugins that do what their base classes do not foresee."""

    def check(self, said, place, plugin, *replacements, code=2):
        (place / "mine.py").write_text(plugin, encoding="utf-8")
        named = ("{\n  corpus", "{\n  plugins: ['mine.py'],\n  corpus")
        return said(named, *replacements, code=code)

    TEACHER = "teacher: { type: 'run', directory: 'teacher' }"

    @pytest.mark.parametrize(
        ("plugin", "replacement"),
        [
            (
                "from mgkd.experiment import Teacher, teachers\n"
                "@teachers.register('own')\nclass Own(Teacher):\n"
                "    def __init__(self, config: str = 'x') -> None: ...\n",
                (TEACHER, "teacher: 'own'"),
            ),
            (
                "from mgkd.data.corpus import Corpus, corpora\n"
                "@corpora.register('own')\nclass Own(Corpus):\n"
                "    def __init__(self, folder: str) -> None: ...\n",
                (
                    BASE[BASE.index("  corpus: {") : BASE.index("  model:")],
                    "  corpus: {type: 'own', folder: 'x', r:: reader},\n",
                ),
            ),
            (
                "from mgkd.training.optimizers import SGD, optimizers\n"
                "@optimizers.register('own')\nclass Own(SGD):\n"
                "    def __init__(self, lr: float) -> None: ...\n",
                ("optimizer: {", "optimizer: { type: 'own',"),
            ),
            (
                "from mgkd.distillation import Weight, weights\n"
                "@weights.register('own')\nclass Own(Weight):\n"
                "    def __init__(self) -> None: ...\n"
                "    def at(self, moment): return 1.0\n",
                ("weight: 1.0", "weight: 'own'"),
            ),
            (
                "from mgkd.distillation import GoldNLL, Needs, losses\n"
                "@losses.register('own')\nclass Own(GoldNLL):\n"
                "    def __init__(self, k: int | None = None) -> None: ...\n"
                "    needs = Needs(paths='k')\n",
                ("'kbest_cross_entropy', k: 2", "'own'"),
            ),
            (
                "from mgkd.distillation import GoldNLL, Needs, losses\n"
                "@losses.register('own')\nclass Own(GoldNLL):\n"
                "    @property\n    def needs(self): return Needs(2)\n",
                ("'kbest_cross_entropy', k: 2", "'own'"),
            ),
            (
                "from mgkd.distillation import GoldNLL, Loss, losses\n"
                "@losses.register('own')\ndef own(k: int = 2) -> Loss: return GoldNLL()\n",
                ("'kbest_cross_entropy', k: 2", "'own'"),
            ),
        ],
    )
    def test_rules_that_do_not_concern_them_are_passed_over(self, said, place, plugin, replacement):
        assert self.check(said, place, plugin, replacement, code=0) == "a.jsonnet: fine\n"

    def test_a_rule_of_theirs_that_fails(self, said, place):
        plugin = (
            "from mgkd.models.decoders import Softmax, decoders\n\n"
            "def bad(config):\n    1 / 0\n\n"
            "@decoders.register('own')\nclass Own(Softmax):\n    rules = (bad,)\n"
        )
        text = self.check(said, place, plugin, ("'crf'", "'own'"))
        assert text.startswith(
            ONE + "  model.decoder           a rule of own fails: mine.py:4: ZeroDivisionError: "
            "division by zero (line 17)\n"
        )

    @pytest.mark.parametrize(
        ("arguments", "complaint"),
        [
            ("k", "mine.py:3: Own: the argument k has no annotation"),
            ("k: int = None", "mine.py:3: Own: the default of k is wrong: expected an integer"),
            ("k: type = int", "mine.py:3: Own: argument k: a config cannot hold"),
        ],
    )
    def test_signatures_that_no_config_can_meet(self, said, place, arguments, complaint):
        plugin = (
            "from mgkd.distillation import GoldNLL, losses\n\n"
            "@losses.register('own')\nclass Own(GoldNLL):\n"
            f"    def __init__(self, {arguments}): ...\n"
        )
        assert complaint in self.check(said, place, plugin)

    def test_a_dataclass_with_a_factory(self, said, place):
        plugin = (
            "from dataclasses import dataclass, field\nfrom mgkd.data import Splitter, splitters\n"
            "@splitters.register('own')\n@dataclass\nclass Own(Splitter):\n"
            "    marks: list[str] = field(default_factory=lambda: ['.'])\n"
            "    def split(self, text): return []\n"
        )
        assert self.check(said, place, plugin, ("'characters'", "'own'"), code=0)

    @pytest.mark.parametrize(
        "content", [b"\xff\xfe\x00", b"x = '\x00'", b"import sys; sys.exit(0)"]
    )
    def test_files_that_are_no_plugins(self, said, place, content):
        (place / "mine.py").write_bytes(content)
        text = said(("{\n  corpus", "{\n  plugins: ['mine.py'],\n  corpus"))
        assert text.startswith(ONE + "  plugins[0]              mine.py")

    @pytest.mark.parametrize("name", ["./mine", "../mine", "", "\\u0000.py"])
    def test_names_that_are_none(self, said, name):
        text = said(("{\n  corpus", f"{{\n  plugins: ['{name}'],\n  corpus"))
        assert text.startswith(ONE + "  plugins[0]  ")

    def test_the_plugin_of_one_config_is_not_anothers(self, command, place):
        (place / "mine.py").write_text(
            "from mgkd.distillation import GoldNLL, losses\n"
            "@losses.register('own')\nclass Own(GoldNLL): ...\n"
        )
        uses = BASE.replace("'gold_nll'", "'own'")
        (place / "names.jsonnet").write_text(
            uses.replace("{\n  corpus", "{ plugins: ['mine.py'],\n  corpus")
        )
        (place / "uses.jsonnet").write_text(uses)
        result = command("config", "check", "names.jsonnet", "uses.jsonnet", "names.jsonnet")
        assert result.exit_code == 2
        assert result.stdout.splitlines()[0::3] == ["names.jsonnet: fine", "names.jsonnet: fine"]

    def test_a_plugin_lies_beside_the_file_that_names_it(self, command, place):
        (place / "sub").mkdir()
        (place / "sub" / "mine.py").write_text(
            "from mgkd.distillation import GoldNLL, losses\n"
            "@losses.register('own')\nclass Own(GoldNLL): ...\n"
        )
        teacher = BASE.replace(
            "{\n  corpus", "{ plugins: ['mine.py'], '$schema': 's.json',\n  corpus"
        )
        teacher = teacher.replace(f"  {self.TEACHER},\n", "")
        teacher = teacher.replace("    { type: 'kbest_cross_entropy', k: 2 },\n", "    'own',\n")
        (place / "sub" / "teacher.jsonnet").write_text(teacher)
        student = BASE.replace(
            self.TEACHER, "teacher: { type: 'trained', config: import 'sub/teacher.jsonnet' }"
        )
        (place / "student.jsonnet").write_text(student)
        result = command("config", "check", "student.jsonnet", "sub/teacher.jsonnet")
        assert result.stdout == "student.jsonnet: fine\nsub/teacher.jsonnet: fine\n"


class TestOddFiles:
    def test_bytes_that_are_imported(self, said, place):
        (place / "b.libsonnet").write_bytes(b"\xff\xfe{ a: }")
        text = said(("{ type: 'bilstm', hidden_size: 6 }", "import 'b.libsonnet'"))
        assert text.startswith("b.libsonnet:1:")

    def test_a_name_like_a_place(self, command, place):
        (place / "exp_12:30:45.jsonnet").write_text("{ a: }")
        result = command("config", "check", "exp_12:30:45.jsonnet")
        assert result.exit_code == 2
        assert "unexpected" in result.stdout

    def test_paths_that_no_system_has(self, said):
        text = said(
            ("dev: 'text.txt'", f"dev: '{'x' * 300}'"), ("'teacher' }", f"'{'y' * 300}' }}")
        )
        assert text.count("File name too long") == 2

    def test_a_config_of_such_a_name(self, command):
        result = command("config", "check", "z" * 300)
        assert (result.exit_code, result.stderr.startswith("error: File name too long")) == (
            2,
            True,
        )

    def test_a_folder_for_a_file(self, said):
        assert said(("dev: 'text.txt'", "dev: 'teacher'")) == (
            ONE + "  corpus.dev              teacher is a folder, not a file (line 8)\n"
        )


def test_a_config_can_be_shown_whatever_else_is_wrong(command, place):
    (place / "corpus.libsonnet").write_text(
        "{ type: 'files', name: 'x', train: 'a', dev: 'b', test: 'c', reader: 'markup',\n"
        "  splitter: 'characters' }"
    )
    start, end = BASE.index("  corpus: {"), BASE.index("  model:")
    one = f"{BASE[:start]}  corpus: import 'corpus.libsonnet', r:: reader,\n{BASE[end:]}"
    (place / "teacher.jsonnet").write_text(
        one.replace("  teacher: { type: 'run', directory: 'teacher' },\n", "").replace(
            "    { type: 'kbest_cross_entropy', k: 2 },\n", ""
        )
    )
    student = one.replace(
        "{ type: 'run', directory: 'teacher' }",
        "{ type: 'trained', config: import 'teacher.jsonnet' }",
    )
    (place / "student.jsonnet").write_text("local unused = 1;\n" + student)
    assert command("config", "show", "student.jsonnet").exit_code == 0
    (place / "student.jsonnet").write_text(student.replace("epochs: 2", "epochs: 0"))
    result = command("config", "show", "student.jsonnet")
    assert result.exit_code == 2
    assert "student.jsonnet: 4 problems" in result.stderr
    assert "; also at teacher.config.corpus.train (corpus.libsonnet:1)" in result.stderr


def test_origins_of_defaults(command, place):
    text = BASE.replace("epochs: 2,", "epochs: 2, schedule: 'linear',")
    (place / "a.jsonnet").write_text(text)
    shown = command(
        *("config", "show", "a.jsonnet", "--set", 'trainer.optimizer={"type": "sgd", "lr": 1}')
    ).stdout
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert 'type: "linear", // a.jsonnet:22' in lines
    assert "warmup: 0.0, // default" in lines
    assert "lr: 1, // --set" in lines
    assert "nesterov: false, // default" in lines


def test_a_run_directory_can_be_checked(command, place):
    (place / "run").mkdir()
    (place / "run" / "config.json").write_text(
        command("config", "show", "right.jsonnet", "--json").stdout
    )
    assert command("config", "check", "run").stdout == "run: fine\n"


def test_names_that_numbering_makes_alike(said):
    terms = "{ type: 'gold_nll' }, { type: 'gold_nll' }, { type: 'gold_nll', name: 'gold_nll_1' },"
    assert said(("{ type: 'gold_nll', weight: 1.0 },", terms)) == (
        ONE
        + "  objective[2].name       gold_nll_1 is what another term is called as well (line 19)\n"
    )


def test_a_name_alone_for_a_term(said):
    assert said(("{ type: 'gold_nll', weight: 1.0 }", "'gold_nll'"), code=0) == "a.jsonnet: fine\n"
