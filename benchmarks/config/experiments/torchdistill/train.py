"""The experiment with torchdistill, in the order of the programs that come with it."""

import sys

import operators  # noqa: F401
import torch
from torchdistill.common.main_util import import_dependencies
from torchdistill.common.yaml_util import load_yaml_file
from torchdistill.core.training import get_training_box
from torchdistill.misc.log import set_basic_log_config
from torchdistill.models.registry import get_model

set_basic_log_config()
config = load_yaml_file(sys.argv[1])
import_dependencies(config.get("dependencies"))
described = config["models"]["model"]
model = get_model(described["key"], described.get("repo_or_dir"), **described["kwargs"])
box = get_training_box(
    model, config["datasets"], config["train"], torch.device("cpu"), None, False, 1
)
for epoch in range(box.num_epochs):
    box.pre_epoch_process(epoch=epoch)
    for inputs, targets, supplement in box.train_data_loader:
        loss = box.forward_process(inputs, targets, supplement)
        box.post_forward_process(loss=loss)
    box.post_epoch_process()
print(f"{box.num_epochs} epochs")
