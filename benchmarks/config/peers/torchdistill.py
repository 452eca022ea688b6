"""torchdistill: YAML whose keys are looked up in registries while the experiment is set up."""

from benchmarks.config.case import Case, Change, NoSuchThing, Place
from benchmarks.config.peers.peer import Peer

CONFIG, PLUGIN = "config.yaml", "plugin.py"
MODEL = ("models", "model", "kwargs")
TERM = ("train", "criterion", "kwargs", "sub_terms", "paths", "criterion")
OPTIMIZER = ("train", "optimizer")
NO_OVERRIDES = NoSuchThing("its programs take no overrides of a config")


def changed(old: str, new: str, file: str = CONFIG) -> tuple[Change, ...]:
    return (Change(file, old, new),)


CASES = {
    "misspelt key": Case(
        changed("dropout: 0.2", "dropuot: 0.2"),
        (Place((*MODEL, "dropuot")),),
        remedy="dropout",
        others=("hidden_size",),
    ),
    "misspelt name": Case(
        changed("key: tagger", "key: taggar"),
        (Place(("models", "model", "key"), word="taggar"),),
        remedy="tagger",
        others=("baseline",),
    ),
    "wrong type": Case(
        changed("hidden_size: 24", "hidden_size: [24]"), (Place((*MODEL, "hidden_size")),)
    ),
    "string for number": Case(
        changed("hidden_size: 24", "hidden_size: ten"), (Place((*MODEL, "hidden_size")),)
    ),
    "out of range": Case(
        changed("num_epochs: 3", "num_epochs: 0"), (Place(("train", "num_epochs")),)
    ),
    "missing key": Case(changed("  num_epochs: 3\n", ""), (Place(("train", "num_epochs")),)),
    "extra key": Case(
        changed("num_epochs: 3", "num_epochs: 3\n  colour: 3"), (Place(("train", "colour")),)
    ),
    "wrong kind": Case(
        changed(
            "key: kbest\n            kwargs:\n              k: 4",
            "key: SGD\n            kwargs: {}",
        ),
        (Place((*TERM, "key"), word="SGD"),),
    ),
    "inside a list": Case(changed("k: 4", "kk: 4"), (Place((*TERM, "kwargs", "kk")),)),
    "null": Case(changed("num_epochs: 3", "num_epochs: null"), (Place(("train", "num_epochs")),)),
    "supplied": Case(
        changed("lr: 0.005", "lr: 0.005\n      params: []"),
        (Place((*OPTIMIZER, "kwargs", "params")),),
    ),
    "registered twice": Case(
        changed(
            '@register_low_level_loss(key="flat")',
            '@register_low_level_loss(key="gold_nll")\n@register_low_level_loss(key="flat")',
            PLUGIN,
        ),
        (Place(("dependencies", 0), word="gold_nll"),),
    ),
    "failing plugin": Case(
        changed("import os", "import os_of_nowhere", PLUGIN), (Place(("dependencies", 0)),)
    ),
    "syntax": Case(changed("k: 4", "k: [4"), (Place(()),)),
    "missing import": NoSuchThing("a config stands alone and imports no other"),
    "missing variable": Case(
        changed("num_epochs: 3", "num_epochs: *epochs"), (Place(("train", "num_epochs")),)
    ),
    "override of no path": NO_OVERRIDES,
    "override of a type": NO_OVERRIDES,
    "cycle": Case(
        changed("sub_terms:", "sub_terms: &terms\n        again: *terms"),
        (Place(("train", "criterion", "kwargs", "sub_terms")),),
    ),
    "three at once": Case(
        (
            Change(CONFIG, "dropout: 0.2", "dropuot: 0.2"),
            Change(CONFIG, "k: 4", "kk: 4"),
            Change(CONFIG, "num_epochs: 3", "num_epochs: [3]"),
        ),
        (
            Place((*MODEL, "dropuot")),
            Place((*TERM, "kwargs", "kk")),
            Place(("train", "num_epochs")),
        ),
    ),
}

PEER = Peer(
    name="torchdistill",
    distributions=("torchdistill", "torch", "torchvision"),
    commands=(("train.py", CONFIG),),
    cases=CASES,
)
