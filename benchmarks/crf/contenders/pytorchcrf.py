"""pytorchcrf, which adds the k best paths to pytorch-crf."""

import warnings
from unittest.mock import patch

from torch import Tensor

from benchmarks.crf.contenders.pytorch_crf import PytorchCRF


class Pytorchcrf(PytorchCRF):
    name = "pytorchcrf"
    distribution = "pytorchcrf"
    module = "pytorchcrf"

    @classmethod
    def load(cls):
        # It turns masks into bytes, of which torch says each time that they are deprecated.
        warnings.filterwarnings("ignore", message="where received a uint8 condition tensor")
        return super().load()

    def viterbi(self) -> Tensor:
        return self.crf.decode(self.problem.emissions, self.problem.mask)[0]

    def kbest(self, k: int) -> Tensor:
        # It views transposed tensors, which torch allows no longer.
        with patch.object(Tensor, "view", Tensor.reshape):
            found = self.crf.decode(self.problem.emissions, self.problem.mask, nbest=k)
        return found.transpose(0, 1)
