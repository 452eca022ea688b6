"""mgkd itself: `mgkd config check`, and training where that finds nothing wrong."""

from benchmarks.config.case import Case, Change, Place
from benchmarks.config.peers.peer import Peer

CONFIG, PLUGIN = "experiment.jsonnet", "plugin.py"
MGKD = ("-c", "from mgkd.cli import main; main()")


def changed(old: str, new: str, file: str = CONFIG) -> tuple[Change, ...]:
    return (Change(file, old, new),)


CASES = {
    "misspelt key": Case(
        changed("dropout: 0.2", "dropuot: 0.2"),
        (Place(("model", "encoder", "dropuot")),),
        remedy="dropout",
        others=("hidden_size", "layers"),
    ),
    "misspelt name": Case(
        changed("'bilstm'", "'bilstn'"),
        (Place(("model", "encoder", "type"), word="bilstn"),),
        remedy="bilstm",
        others=("transformer",),
    ),
    "wrong type": Case(
        changed("hidden_size: 24", "hidden_size: [24]"),
        (Place(("model", "encoder", "hidden_size")),),
    ),
    "string for number": Case(
        changed("hidden_size: 24", "hidden_size: 'ten'"),
        (Place(("model", "encoder", "hidden_size")),),
    ),
    "out of range": Case(changed("epochs: 1", "epochs: 0"), (Place(("trainer", "epochs")),)),
    "missing key": Case(changed("    epochs: 1,\n", ""), (Place(("trainer", "epochs")),)),
    "extra key": Case(
        changed("batch_size: 16", "batch_size: 16,\n    colour: 3"), (Place(("trainer", "colour")),)
    ),
    "wrong kind": Case(
        changed("{ type: 'kbest_cross_entropy', weight: 1.0, k: 4 }", "{ type: 'adamw', lr: 0.1 }"),
        (Place(("objective", 1, "type"), word="adamw"),),
    ),
    "inside a list": Case(changed("k: 4", "k: 'four'"), (Place(("objective", 1, "k")),)),
    "null": Case(changed("epochs: 1", "epochs: null"), (Place(("trainer", "epochs")),)),
    "supplied": Case(
        changed("hidden_size: 24", "hidden_size: 24, input_size: 9"),
        (Place(("model", "encoder", "input_size")),),
    ),
    "registered twice": Case(
        changed(
            '@losses.register("flat")',
            '@losses.register("gold_nll")\n@losses.register("flat")',
            PLUGIN,
        ),
        (Place(("plugins", 0), word="gold_nll"),),
    ),
    "failing plugin": Case(
        changed("import os", "import os_of_nowhere", PLUGIN), (Place(("plugins", 0)),)
    ),
    "syntax": Case(changed("k: 4 }", "k: 4 ]"), (Place(()),)),
    "missing import": Case(
        changed("'shared.libsonnet'", "'shred.libsonnet'"), (Place((), word="shred.libsonnet"),)
    ),
    "missing variable": Case(
        changed("epochs: 1", "epochs: std.extVar('mgkd').vars.epochs"),
        (Place(("trainer", "epochs")),),
    ),
    "override of no path": Case(
        (),
        (Place(("trainer", "epoks")),),
        arguments=("--set", "trainer.epoks=5"),
        remedy="epochs",
        others=("batch_size", "optimizer"),
    ),
    "override of a type": Case(
        (), (Place(("trainer", "epochs")),), arguments=("--set", "trainer.epochs=ten")
    ),
    "cycle": Case(
        changed(
            "shared.corpus,",
            "shared.corpus { reader: { ref: 'unlabelled[0].reader' } },\n"
            "  unlabelled: [\n"
            "    {\n"
            "      type: 'files',\n"
            "      files: ['corpus.conll'],\n"
            "      reader: { ref: 'corpus.reader' },\n"
            "    },\n"
            "  ],",
        ),
        (Place(("corpus", "reader")),),
    ),
    "three at once": Case(
        (
            Change(CONFIG, "dropout: 0.2", "dropuot: 0.2"),
            Change(CONFIG, "k: 4", "k: 'four'"),
            Change(CONFIG, "epochs: 1", "epochs: 0"),
        ),
        (
            Place(("model", "encoder", "dropuot")),
            Place(("objective", 1, "k")),
            Place(("trainer", "epochs")),
        ),
    ),
}

PEER = Peer(
    name="mgkd",
    distributions=("mgkd",),
    commands=((*MGKD, "config", "check", CONFIG), (*MGKD, "train", CONFIG)),
    cases=CASES,
    corpus=("fixtures/microblog/microblog_conll.dev", "corpus.conll"),
)
