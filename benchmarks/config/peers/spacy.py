"""spaCy, whose configs are confection's: `spacy debug config`, then `spacy train`."""

from benchmarks.config.case import Case, Change, NoSuchThing, Place
from benchmarks.config.peers.peer import Peer

CONFIG, PLUGIN = "config.cfg", "plugin.py"
EMBEDDER = ("components", "ner", "model", "tok2vec")
TERM = ("training", "before_update", "*", "paths")


def changed(old: str, new: str, file: str = CONFIG) -> tuple[Change, ...]:
    return (Change(file, old, new),)


CASES = {
    "misspelt key": Case(
        changed("window_size = 1", "windw_size = 1"),
        (Place((*EMBEDDER, "windw_size")),),
        remedy="window_size",
        others=("embed_size", "subword_features"),
    ),
    "misspelt name": Case(
        changed("spacy.HashEmbedCNN.v2", "spacy.HashEmbedCMM.v2"),
        (Place((*EMBEDDER, "@architectures"), word="spacy.HashEmbedCMM.v2"),),
        remedy="spacy.HashEmbedCNN.v2",
        others=("spacy.Tok2Vec.v2", "spacy.MishWindowEncoder.v2"),
    ),
    "wrong type": Case(
        changed("max_epochs = 3", "max_epochs = [3]"), (Place(("training", "max_epochs")),)
    ),
    "string for number": Case(
        changed("max_epochs = 3", 'max_epochs = "ten"'), (Place(("training", "max_epochs")),)
    ),
    "out of range": Case(
        changed("lines = 50", "lines = 0"), (Place(("corpora", "train", "limits", "lines")),)
    ),
    "missing key": Case(changed("max_epochs = 3\n", ""), (Place(("training", "max_epochs")),)),
    "extra key": Case(
        changed("max_epochs = 3", "max_epochs = 3\ncolour = 3"), (Place(("training", "colour")),)
    ),
    "wrong kind": Case(
        changed('@misc = "kbest"\nweight = 1.0\nk = 4', '@optimizers = "SGD.v1"\nlearn_rate = 0.1'),
        (Place(TERM, word="SGD.v1"),),
    ),
    "inside a list": Case(changed("k = 4", 'k = "four"'), (Place((*TERM, "k")),)),
    "null": Case(
        changed("max_epochs = 3", "max_epochs = null"), (Place(("training", "max_epochs")),)
    ),
    "supplied": Case(
        changed('factory = "ner"', 'factory = "ner"\nnlp = 3'),
        (Place(("components", "ner", "nlp")),),
    ),
    "registered twice": Case(
        changed(
            '@spacy.registry.misc("flat")',
            '@spacy.registry.misc("gold_nll")\n@spacy.registry.misc("flat")',
            PLUGIN,
        ),
        (Place((), word="gold_nll"),),
    ),
    "failing plugin": Case(
        changed("import os", "import os_of_nowhere", PLUGIN), (Place((), word=PLUGIN),)
    ),
    "syntax": Case(changed("[training.logger]", "[training.logger"), (Place(()),)),
    "missing import": NoSuchThing("a config stands alone and imports no other"),
    "missing variable": Case(
        changed("max_epochs = 3", "max_epochs = ${system.epochs}"),
        (Place(("training", "max_epochs")),),
    ),
    "override of no path": Case(
        (),
        (Place(("training", "max_epoks")),),
        arguments=("--training.max_epoks", "5"),
        remedy="max_epochs",
        others=("max_steps", "dropout"),
    ),
    "override of a type": Case(
        (), (Place(("training", "max_epochs")),), arguments=("--training.max_epochs", "ten")
    ),
    "cycle": Case(
        changed(
            "max_epochs = 3\nmax_steps = 2",
            "max_epochs = ${training.max_steps}\nmax_steps = ${training.max_epochs}",
        ),
        (Place(("training", "max_epochs")),),
    ),
    "three at once": Case(
        (
            Change(CONFIG, "window_size = 1", "windw_size = 1"),
            Change(CONFIG, "k = 4", 'k = "four"'),
            Change(CONFIG, "max_epochs = 3", 'max_epochs = "ten"'),
        ),
        (
            Place((*EMBEDDER, "windw_size")),
            Place((*TERM, "k")),
            Place(("training", "max_epochs")),
        ),
    ),
}

PEER = Peer(
    name="spacy",
    distributions=("spacy", "confection"),
    commands=(
        ("-m", "spacy", "debug", "config", CONFIG, "--code", PLUGIN),
        ("-m", "spacy", "train", CONFIG, "--code", PLUGIN),
    ),
    cases=CASES,
)
