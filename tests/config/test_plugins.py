import re
import sys
from types import SimpleNamespace

import pytest

from mgkd.config import UserError, load_plugin
from mgkd.config.registry import source_of


@pytest.fixture
def folder(tmp_path, monkeypatch, losses):
    """A folder where a plugin can `import toy_losses`, as it would import mgkd's."""
    monkeypatch.setitem(sys.modules, "toy_losses", SimpleNamespace(losses=losses))
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        del sys.modules[name]


LOSS = """
from toy_losses import losses

Loss = losses.base

@losses.register("mine")
class Mine(Loss):
    def __init__(self, size: int = 1) -> None:
        self.size = size
"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder, *names):
    with pytest.raises(UserError) as caught:
        for name in names:
            load_plugin(name, folder)
    return str(caught.value)


def test_what_a_file_registers_can_be_built(folder, losses):
    path = write(folder / "plugins" / "mine.py", LOSS)
    assert load_plugin("plugins/mine.py", folder) == path
    assert losses.get("mine")(size=3).size == 3


def test_twice_is_harmless(folder, losses):
    write(folder / "mine.py", LOSS)
    load_plugin("mine.py", folder)
    first = losses.get("mine")
    load_plugin("mine.py", folder)
    load_plugin("./mine.py", folder)
    assert losses.get("mine") is first


def test_a_copy_is_the_same_plugin(folder, losses):
    write(folder / "mine.py", LOSS)
    copy = write(folder / "run" / "mine.py", LOSS)
    load_plugin("mine.py", folder)
    first = losses.get("mine")
    assert load_plugin("mine.py", folder / "run") == copy
    assert losses.get("mine") is first


def test_another_plugin_may_not_take_its_name(folder):
    mine = write(folder / "mine.py", LOSS)
    other = write(folder / "other.py", LOSS.replace("size: int = 1", "size: int = 2"))
    message = refusal(folder, "mine.py", "other.py")
    first, second = (re.escape(str(path)) for path in (mine, other))
    assert re.fullmatch(
        rf"{second}:6: ValueError: two components are called the loss mine: "
        rf"mgkd_plugin_mine_\w+\.Mine \({first}:6\) and mgkd_plugin_other_\w+\.Mine "
        rf"\({second}:6\); give one of them another name",
        message.splitlines()[0],
    )


def test_a_missing_file(folder):
    write(folder / "mine.py", LOSS)
    assert refusal(folder, "mien.py") == f"no plugin {folder}/mien.py; nearest: mine.py"
    assert refusal(folder, "none/x.py") == f"no plugin {folder}/none/x.py"


def test_a_folder_with_the_name_of_a_file(folder):
    (folder / "odd.py").mkdir()
    assert refusal(folder, "odd.py").startswith(f"the plugin {folder}/odd.py cannot be read: ")


def test_a_syntax_error(folder):
    write(folder / "bad.py", "x = 1\ndef f(:\n    pass\n")
    assert refusal(folder, "bad.py") == (
        f"{folder}/bad.py:2: SyntaxError: invalid syntax\n    def f(:"
    )


def test_an_exception_inside(folder):
    write(folder / "bad.py", "import json\n\ndef f():\n    json.loads('{')\n\nf()\n")
    headline, *trace = refusal(folder, "bad.py").splitlines()
    assert headline.startswith(f"{folder}/bad.py:4: JSONDecodeError: Expecting")
    assert trace[:4] == [
        f'  File "{folder}/bad.py", line 6, in <module>',
        "    f()",
        f'  File "{folder}/bad.py", line 4, in f',
        "    json.loads('{')",
    ]
    assert not [name for name in sys.modules if name.startswith("mgkd_plugin_bad")]


def test_a_missing_import_inside(folder):
    write(folder / "bad.py", "import no_such_thing\n")
    assert refusal(folder, "bad.py") == (
        f"{folder}/bad.py:1: ModuleNotFoundError: No module named 'no_such_thing'\n"
        f'  File "{folder}/bad.py", line 1, in <module>\n'
        "    import no_such_thing"
    )


def test_an_error_for_the_user_inside(folder):
    write(folder / "bad.py", "from toy_losses import losses\nlosses.get('gold')\n")
    assert refusal(folder, "bad.py").startswith(f"{folder}/bad.py:2: no loss is called gold;")


class TestModules:
    def test_loaded_by_name(self, folder, losses):
        path = write(folder / "packages" / "toy_package" / "more.py", LOSS)
        assert load_plugin("toy_package.more", folder) == path
        assert "mine" in losses

    @pytest.mark.parametrize("name", ["no_such_module", "no_such_package.more"])
    def test_missing(self, folder, name):
        assert refusal(folder, name) == (
            f"no module {name} for the plugin of that name; install it, "
            "or give the path of a .py file from the config's folder"
        )

    def test_a_missing_part_of_a_package(self, folder):
        write(folder / "packages" / "toy_package" / "__init__.py", "")
        assert refusal(folder, "toy_package.none").startswith("no module toy_package.none")

    def test_one_that_fails(self, folder):
        part = write(folder / "packages" / "toy_package" / "part.py", "1 / 0\n")
        write(folder / "packages" / "toy_package" / "__init__.py", "\nfrom . import part\n")
        message = refusal(folder, "toy_package")
        assert message.startswith(f"{part}:1: ZeroDivisionError: division by zero\n")

    def test_one_that_lacks_another(self, folder):
        path = write(folder / "packages" / "toy_single.py", "import json\nimport no_such_thing\n")
        assert refusal(folder, "toy_single").startswith(f"{path}:2: ModuleNotFoundError")

    def test_one_that_is_not_python(self, folder):
        path = write(folder / "packages" / "toy_single.py", "def\n")
        assert refusal(folder, "toy_single").startswith(f"{path}:1: SyntaxError")


class TestInstalledPackages:
    @pytest.fixture
    def package(self, folder):
        """Its metadata offers a loss; its module says when it is imported."""
        metadata = folder / "packages" / "toy_package-1.0.dist-info"
        write(metadata / "METADATA", "Metadata-Version: 2.1\nName: toy_package\nVersion: 1.0\n")
        write(metadata / "entry_points.txt", "[mgkd_toy losses]\nmine = toy_package:Mine\n")
        return write(folder / "packages" / "toy_package.py", LOSS)

    def test_loaded_when_the_name_is_asked_for(self, package, losses):
        assert "mine" in losses
        assert "mine" in losses.names()
        assert "toy_package" not in sys.modules
        assert losses.get("mine")(size=3).size == 3
        assert dict(losses.items())["mine"] is losses.get("mine")

    def test_need_not_register_what_they_offer(self, package, losses):
        write(package, LOSS.replace('@losses.register("mine")', ""))
        assert losses.name_of(losses.get("mine")) == "mine"

    def test_one_that_fails(self, package, losses):
        write(package, "1 / 0\n")
        with pytest.raises(UserError) as caught:
            losses.get("mine")
        assert str(caught.value) == (
            "the loss mine (toy_package:Mine) cannot be loaded\n"
            f"{package}:1: ZeroDivisionError: division by zero\n"
            f'  File "{package}", line 1, in <module>\n'
            "    1 / 0"
        )

    def test_a_name_of_ours_is_told_with_both_places(self, package, losses):
        metadata = package.parent / "toy_package-1.0.dist-info"
        write(metadata / "entry_points.txt", "[mgkd_toy losses]\ngold_nll = toy_package:Mine\n")
        write(package, LOSS.replace('@losses.register("mine")', ""))
        with pytest.raises(
            UserError, match="two components are called the loss gold_nll"
        ) as caught:
            losses.get("gold_nll")
        for place in (f"{package}:7", source_of(losses.get("fuzzy_crf")).partition(":")[0]):
            assert place in str(caught.value)
