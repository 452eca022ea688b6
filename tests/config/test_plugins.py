import sys
from types import SimpleNamespace

import pytest

from mgkd.config import UserError, load_installed_plugins, load_plugins, plugins


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
        load_plugins(names, folder)
    return str(caught.value)


def test_what_a_file_registers_can_be_built(folder, losses):
    path = write(folder / "plugins" / "mine.py", LOSS)
    assert load_plugins(["plugins/mine.py"], folder) == [path]
    assert losses.get("mine")(size=3).size == 3


def test_twice_is_harmless(folder, losses):
    write(folder / "mine.py", LOSS)
    load_plugins(["mine.py"], folder)
    first = losses.get("mine")
    load_plugins(["mine.py", "./mine.py"], folder)
    assert losses.get("mine") is first


def test_a_copy_is_the_same_plugin(folder, losses):
    write(folder / "mine.py", LOSS)
    copy = write(folder / "run" / "mine.py", LOSS)
    load_plugins(["mine.py"], folder)
    first = losses.get("mine")
    assert load_plugins(["mine.py"], folder / "run") == [copy]
    assert losses.get("mine") is first


def test_another_plugin_may_not_take_its_name(folder):
    write(folder / "mine.py", LOSS)
    write(folder / "other.py", LOSS.replace("size: int = 1", "size: int = 2"))
    message = refusal(folder, "mine.py", "other.py")
    assert message.startswith(f"{folder}/other.py:6: ValueError: the loss mine is registered")


def test_a_missing_file(folder):
    write(folder / "mine.py", LOSS)
    assert refusal(folder, "mien.py") == f"no plugin {folder}/mien.py; nearest: mine.py"
    assert refusal(folder, "none/x.py") == f"no plugin {folder}/none/x.py"


def test_a_folder_with_the_name_of_a_file(folder):
    (folder / "odd.py").mkdir()
    assert refusal(folder, "odd.py").startswith(f"the plugin {folder}/odd.py cannot be read: ")


def test_a_syntax_error(folder):
    write(folder / "bad.py", "x = 1\ndef f(:\n    pass\n")
    assert refusal(folder, "bad.py") == f"{folder}/bad.py:2: SyntaxError: invalid syntax"


def test_an_exception_inside(folder):
    write(folder / "bad.py", "import json\n\ndef f():\n    json.loads('{')\n\nf()\n")
    assert refusal(folder, "bad.py").startswith(f"{folder}/bad.py:4: JSONDecodeError: Expecting")
    assert not [name for name in sys.modules if name.startswith("mgkd_plugin_bad")]


def test_a_missing_import_inside(folder):
    write(folder / "bad.py", "import no_such_thing\n")
    assert refusal(folder, "bad.py") == (
        f"{folder}/bad.py:1: ModuleNotFoundError: No module named 'no_such_thing'"
    )


def test_an_error_for_the_user_inside(folder):
    write(folder / "bad.py", "from toy_losses import losses\nlosses.get('gold')\n")
    assert refusal(folder, "bad.py").startswith(f"{folder}/bad.py:2: no loss is called gold;")


class TestModules:
    def test_loaded_by_name(self, folder, losses):
        path = write(folder / "packages" / "toy_package" / "more.py", LOSS)
        assert load_plugins(["toy_package.more"], folder) == [path]
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
        assert refusal(folder, "toy_package") == f"{part}:1: ZeroDivisionError: division by zero"

    def test_one_that_lacks_another(self, folder):
        path = write(folder / "packages" / "toy_single.py", "import json\nimport no_such_thing\n")
        assert refusal(folder, "toy_single").startswith(f"{path}:2: ModuleNotFoundError")

    def test_one_that_is_not_python(self, folder):
        path = write(folder / "packages" / "toy_single.py", "def\n")
        assert refusal(folder, "toy_single").startswith(f"{path}:1: SyntaxError")


def test_installed_packages_are_found_by_their_entry_points(folder, losses):
    write(folder / "packages" / "toy_package.py", LOSS)
    metadata = folder / "packages" / "toy_package-1.0.dist-info"
    write(metadata / "METADATA", "Metadata-Version: 2.1\nName: toy_package\nVersion: 1.0\n")
    write(metadata / "entry_points.txt", f"[{plugins.ENTRY_POINTS}]\ntoys = toy_package\n")
    assert load_installed_plugins() == ["toy_package"]
    assert "mine" in losses
