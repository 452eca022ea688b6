"""The house's floors: imports point down, and the door opens without waking torch."""

import ast
import resource
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "mgkd"

# From the ground up. A room may import from its own floor's files and from floors below.
FLOORS = [
    {"config"},
    {"files"},
    {"data", "crf"},
    {"models"},
    {"distillation"},
    {"training"},
    {"evaluation"},
    {"deployment"},
    {"experiment"},
    {"sweep"},
    {"testing"},
    {"starters"},
    {"cli"},
]
# Narrower promises: what some rooms may import at most, besides themselves.
ONLY = {
    "config": set(),
    "crf": set(),
    "data": {"config", "files"},
    "training": {"config", "files"},
}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(path: Path, top_level_only: bool = False) -> set[str]:
    """Modules of this package that a file imports, as deep as the import names them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (submodules & MODULES.keys()) or {node.module}
    return {name for name in names if name.split(".")[0] == "mgkd"}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_room_has_a_floor():
    assert {room(module) for module in MODULES} - {""} == set().union(*FLOORS)


@pytest.mark.parametrize("module", [m for m in MODULES if room(m)])
def test_imports_point_down(module):
    height = {name: level for level, floor in enumerate(FLOORS) for name in floor}
    own = room(module)
    rooms = {room(name) for name in imported(MODULES[module])} - {own, ""}
    assert all(height[other] < height[own] for other in rooms), rooms
    if own in ONLY:
        assert rooms <= ONLY[own]


def test_no_import_cycle():
    graph = {module: imported(path, top_level_only=True) for module, path in MODULES.items()}
    # A package's __init__ gathers its modules; a module that names its own package would close
    # a cycle, and that is what is looked for.
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")
    assert set(order) >= set(MODULES)


@pytest.mark.parametrize("statement", ["import mgkd", "import mgkd.cli", "import mgkd.config"])
def test_light_imports(statement):
    heavy = "[m for m in ('torch', 'transformers', 'numpy', 'accelerate') if m in sys.modules]"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {statement}; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_help_is_light_and_quick():
    command = [
        sys.executable,
        "-c",
        "import sys; sys.argv = ['mgkd', '--help']\n"
        "import atexit; atexit.register(lambda: print('torch' in sys.modules, "
        "'transformers' in sys.modules))\n"
        "from mgkd.cli import main; main()",
    ]
    seconds = []
    for _ in range(3):
        before = processor_seconds()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds.append(processor_seconds() - before)
    assert "train" in done.stdout
    assert done.stdout.rstrip().endswith("False False")
    assert min(seconds) < 0.5


def processor_seconds() -> float:
    """Spent by subprocesses so far; the wall clock would measure a busy machine's neighbours."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
