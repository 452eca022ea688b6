"""jsonargparse: classes named in the config, arguments checked against their annotations."""

from benchmarks.config.case import Case, Change, NoSuchThing, Place
from benchmarks.config.peers.peer import Peer

CONFIG, TRAINER, PLUGIN = "config.yaml", "trainer.yaml", "plugin.py"
ENCODER = ("model", "encoder", "init_args")


def changed(old: str, new: str, file: str = CONFIG) -> tuple[Change, ...]:
    return (Change(file, old, new),)


CASES = {
    "misspelt key": Case(
        changed("dropout: 0.2", "dropuot: 0.2"),
        (Place((*ENCODER, "dropuot")),),
        remedy="dropout",
        others=("hidden_size",),
    ),
    "misspelt name": Case(
        changed("toy.BiLSTM", "toy.BiLSTN"),
        (Place(("model", "encoder", "class_path"), word="BiLSTN"),),
        remedy="BiLSTM",
        others=("CNN",),
    ),
    "wrong type": Case(
        changed("hidden_size: 24", "hidden_size: [24]"), (Place((*ENCODER, "hidden_size")),)
    ),
    "string for number": Case(
        changed("hidden_size: 24", "hidden_size: ten"), (Place((*ENCODER, "hidden_size")),)
    ),
    "out of range": Case(
        changed("epochs: 3", "epochs: 0", TRAINER), (Place(("trainer", "epochs")),)
    ),
    "missing key": Case(changed("epochs: 3\n", "", TRAINER), (Place(("trainer", "epochs")),)),
    "extra key": Case(
        changed("batch_size: 16", "batch_size: 16\ncolour: 3", TRAINER),
        (Place(("trainer", "colour")),),
    ),
    "wrong kind": Case(
        changed("toy.KBest\n  init_args:\n    weight: 1.0\n    k: 4", "toy.AdamW"),
        (Place(("objective", 1, "class_path"), word="AdamW"),),
    ),
    "inside a list": Case(changed("k: 4", "k: four"), (Place(("objective", 1, "init_args", "k")),)),
    "null": Case(changed("epochs: 3", "epochs: null", TRAINER), (Place(("trainer", "epochs")),)),
    "supplied": Case(
        changed("hidden_size: 24", "hidden_size: 24\n      input_size: 9"),
        (Place((*ENCODER, "input_size")),),
    ),
    "registered twice": NoSuchThing("classes are named by their import path; nothing registers"),
    "failing plugin": Case(
        changed("from benchmarks", "import os_of_nowhere\nfrom benchmarks", PLUGIN),
        (Place(("objective", 2, "class_path"), word="plugin.Flat"),),
    ),
    "syntax": Case(changed("k: 4", "k: [4"), (Place(()),)),
    "missing import": Case(
        changed("trainer: trainer.yaml", "trainer: tuned.yaml"), (Place(("trainer",)),)
    ),
    "missing variable": Case(
        changed("epochs: 3", "epochs: ${oc.env:EPOCHS_OF_NOWHERE}", TRAINER),
        (Place(("trainer", "epochs")),),
    ),
    "override of no path": Case(
        (),
        (Place(("trainer", "epoks")),),
        arguments=("--trainer.epoks=5",),
        remedy="epochs",
        others=("batch_size", "optimizer"),
    ),
    "override of a type": Case(
        (), (Place(("trainer", "epochs")),), arguments=("--trainer.epochs=ten",)
    ),
    "cycle": Case(
        changed(
            "epochs: 3\nbatch_size: 16",
            "epochs: ${trainer.batch_size}\nbatch_size: ${trainer.epochs}",
            TRAINER,
        ),
        (Place(("trainer", "epochs")),),
    ),
    "three at once": Case(
        (
            Change(CONFIG, "dropout: 0.2", "dropuot: 0.2"),
            Change(CONFIG, "k: 4", "k: four"),
            Change(TRAINER, "epochs: 3", "epochs: 0"),
        ),
        (
            Place((*ENCODER, "dropuot")),
            Place(("objective", 1, "init_args", "k")),
            Place(("trainer", "epochs")),
        ),
    ),
}

PEER = Peer(
    name="jsonargparse",
    distributions=("jsonargparse", "omegaconf"),
    commands=(("train.py", "--config", CONFIG),),
    cases=CASES,
)
