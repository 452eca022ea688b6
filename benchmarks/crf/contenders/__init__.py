"""Everyone who takes part."""

from benchmarks.crf.contenders.allennlp_light import AllenNLP
from benchmarks.crf.contenders.bi_lstm_crf import BiLSTMCRF
from benchmarks.crf.contenders.contender import Contender, WithGradients
from benchmarks.crf.contenders.linear_crf_torch import LinearCRFTorch
from benchmarks.crf.contenders.ours import Ours, Reference
from benchmarks.crf.contenders.python_crfsuite import PythonCRFsuite
from benchmarks.crf.contenders.pytorch_crf import PytorchCRF
from benchmarks.crf.contenders.pytorch_partial_crf import PytorchPartialCRF
from benchmarks.crf.contenders.pytorchcrf import Pytorchcrf
from benchmarks.crf.contenders.torch_struct import TorchStruct
from benchmarks.crf.contenders.torchcrf import TorchCRF

OURS = (Ours, Reference)
PEERS = (
    PytorchCRF,
    TorchCRF,
    Pytorchcrf,
    AllenNLP,
    BiLSTMCRF,
    LinearCRFTorch,
    PytorchPartialCRF,
    TorchStruct,
    PythonCRFsuite,
)

__all__ = ["OURS", "PEERS", "Contender", "Ours", "Reference", "WithGradients"]
