import threading

from mgkd.deployment import RunDirectory
from mgkd.experiment import start
from mgkd.experiment.turns import turn


def test_one_waits_for_the_other_and_says_so(tmp_path):
    """A lock belongs to an open file, so that two threads wait for each other as processes do."""
    lock, order, waits = tmp_path / "locks" / "a.lock", [], threading.Event()

    def second():
        with turn(lock, waits.set):
            order.append("second")

    with turn(lock, lambda: order.append("waited for nobody")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_an_error_ends_the_turn(tmp_path):
    waited = []
    for _ in range(2):
        try:
            with turn(tmp_path / "a.lock", lambda: waited.append(True)):
                raise KeyError
        except KeyError:
            pass
    assert waited == []


def test_the_other_processes_of_a_training_do_not_wait_for_the_first(tmp_path, monkeypatch):
    with turn(tmp_path / "a.lock"):
        monkeypatch.setenv("LOCAL_RANK", "1")
        with turn(tmp_path / "a.lock"):
            done = True
    assert done


def test_runs_are_found_in_the_folders_of_a_sweep_too(toy):
    spec = toy.load(toy.single()).spec
    run = RunDirectory(toy.folder / "runs" / "alone" / "seed-3")
    results = start(spec, run, toy.workspace())
    assert toy.workspace().find(results.fingerprint).path == run.path
    assert toy.workspace().find("0" * 64) is None
