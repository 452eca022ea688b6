"""hydra: groups of structured configs, merged and checked by omegaconf, built by instantiate."""

from benchmarks.config.case import Case, Change, Place
from benchmarks.config.peers.peer import Peer

CONFIG, PLUGIN, SCHEMA = "config.yaml", "plugin.py", "schema.py"


def changed(old: str, new: str, file: str = CONFIG) -> tuple[Change, ...]:
    return (Change(file, old, new),)


CASES = {
    "misspelt key": Case(
        changed("dropout: 0.2", "dropuot: 0.2"),
        (Place(("model", "encoder", "dropuot")),),
        remedy="dropout",
        others=("hidden_size",),
    ),
    "misspelt name": Case(
        changed("encoder: bilstm", "encoder: bilstn"),
        (Place(("model", "encoder"), word="bilstn"),),
        remedy="bilstm",
        others=("cnn",),
    ),
    "wrong type": Case(
        changed("hidden_size: 24", "hidden_size: [24]"),
        (Place(("model", "encoder", "hidden_size")),),
    ),
    "string for number": Case(
        changed("hidden_size: 24", "hidden_size: ten"),
        (Place(("model", "encoder", "hidden_size")),),
    ),
    "out of range": Case(changed("epochs: 3", "epochs: 0"), (Place(("trainer", "epochs")),)),
    "missing key": Case(changed("  epochs: 3\n", ""), (Place(("trainer", "epochs")),)),
    "extra key": Case(
        changed("batch_size: 16", "batch_size: 16\n  colour: 3"), (Place(("trainer", "colour")),)
    ),
    "wrong kind": Case(
        changed("loss@objective.paths: kbest", "/trainer/optimizer@objective.paths: adamw"),
        (Place(("objective", "paths"), word="adamw"),),
    ),
    "inside a list": Case(changed("k: 4", "k: four"), (Place(("objective", "paths", "k")),)),
    "null": Case(changed("epochs: 3", "epochs: null"), (Place(("trainer", "epochs")),)),
    "supplied": Case(
        changed("hidden_size: 24", "hidden_size: 24\n    input_size: 9"),
        (Place(("model", "encoder", "input_size")),),
    ),
    "registered twice": Case(
        changed(
            '("loss", "flat", Flat)',
            '("loss", "gold_nll", Flat),\n    ("loss", "flat", Flat)',
            SCHEMA,
        ),
        (Place((), word="gold_nll"),),
    ),
    "failing plugin": Case(
        changed("from benchmarks", "import os_of_nowhere\nfrom benchmarks", PLUGIN),
        (Place(("objective", "own")),),
    ),
    "syntax": Case(changed("k: 4", "k: [4"), (Place(()),)),
    "missing import": Case(
        changed("- experiment\n", "- experiment\n- tuned\n"), (Place((), word="tuned"),)
    ),
    "missing variable": Case(
        changed("epochs: 3", "epochs: ${oc.env:EPOCHS_OF_NOWHERE}"),
        (Place(("trainer", "epochs")),),
    ),
    "override of no path": Case(
        (),
        (Place(("trainer", "epoks")),),
        arguments=("trainer.epoks=5",),
        remedy="epochs",
        others=("batch_size", "optimizer"),
    ),
    "override of a type": Case(
        (), (Place(("trainer", "epochs")),), arguments=("trainer.epochs=ten",)
    ),
    "cycle": Case(
        changed(
            "epochs: 3\n  batch_size: 16",
            "epochs: ${trainer.batch_size}\n  batch_size: ${trainer.epochs}",
        ),
        (Place(("trainer", "epochs")),),
    ),
    "three at once": Case(
        (
            Change(CONFIG, "dropout: 0.2", "dropuot: 0.2"),
            Change(CONFIG, "k: 4", "k: four"),
            Change(CONFIG, "epochs: 3", "epochs: [3]"),
        ),
        (
            Place(("model", "encoder", "dropuot")),
            Place(("objective", "paths", "k")),
            Place(("trainer", "epochs")),
        ),
    ),
}

PEER = Peer(
    name="hydra",
    distributions=("hydra-core", "omegaconf"),
    commands=(("train.py",),),
    cases=CASES,
)
