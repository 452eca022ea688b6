"""Lets torchvision, which torchdistill imports, be imported beside a torch without CUDA.

A torchvision that was built for CUDA finds none of its operators there and then fails on those
that it describes. Nothing here uses them, so it is enough that they are declared.
"""

import torch

try:
    import torchvision  # noqa: F401
except RuntimeError:
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores) -> Tensor")
