import threading

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
