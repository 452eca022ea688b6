from mgkd.training import training_device
from mgkd.training.acceleration import accelerated


def test_where_trainings_run_can_be_told_beforehand():
    before = training_device()
    with accelerated("no") as accelerator:
        assert str(accelerator.device) == before == training_device()
