"""Two processes together do what one does."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

from mgkd.training import SGD, Trainer

PROGRAM = """
import importlib.util, json, sys
from pathlib import Path
from mgkd.training import SGD, JSONLines, Trainer

spec = importlib.util.spec_from_file_location("tasks", sys.argv[1])
tasks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tasks)
folder = Path(sys.argv[2])
task = tasks.Regression(dropout=0.0, items=20)
for epochs in (1, 2):
    summary = Trainer(epochs=epochs, optimizer=SGD(lr=0.1)).fit(
        task,
        seed=0,
        checkpoint_dir=folder,
        resume=True,
        callbacks=[JSONLines(folder / "metrics.jsonl")],
    )
print(json.dumps([task.validations, summary.steps, summary.history[-1].loss]))
"""


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def test_two_processes_equal_one_that_accumulates_two_batches(regression, tmp_path):
    # 5 batches an epoch, so that the last update has a batch for one process only.
    port = str(free_port())
    command = [sys.executable, "-c", PROGRAM, str(Path(__file__).with_name("conftest.py"))]
    processes = [
        subprocess.Popen(
            [*command, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={
                **os.environ,
                **{"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": "2", "MASTER_PORT": port},
                **{"MASTER_ADDR": "127.0.0.1", "OMP_NUM_THREADS": "1"},
            },
        )
        for rank in ("0", "1")
    ]
    printed = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    (validations, steps, loss), (others, *rest) = (
        json.loads(text.splitlines()[-1]) for text in printed
    )
    assert (validations, others) == (2, 0)  # one process validates
    assert [steps, loss] == rest  # and all know the same
    assert len((tmp_path / "metrics.jsonl").read_text().splitlines()) == 2

    task = regression(dropout=0.0, items=20)
    summary = Trainer(epochs=2, optimizer=SGD(lr=0.1), accumulation=2).fit(task, seed=0)
    assert summary.steps == steps == 6
    assert abs(summary.history[-1].loss - loss) < 1e-4
    saved = load_file(tmp_path / "epoch-0002" / "model.safetensors")
    for name, tensor in task.model.state_dict().items():
        torch.testing.assert_close(saved[name], tensor, rtol=1e-4, atol=1e-6)
