"""Pretrained encoders of the transformers library."""

import errno
import hashlib
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.pre_tokenizers import ByteLevel
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, AutoModelForTokenClassification, AutoTokenizer
from transformers.modeling_outputs import BaseModelOutput

from mgkd.config import UserError
from mgkd.models.embedders.library import explaining, quiet
from mgkd.models.embedders.pieces import SpecialPieces

UNUSED = ("pooler.",)  # parts of a checkpoint that token vectors do not need
CLASSIFIER = "ForTokenClassification"
UNNAMED = {0: "LABEL_0", 1: "LABEL_1"}  # what the library makes up
BLANKS = ("▁", "Ġ")  # the space before a word, to sentence pieces and to byte-level pairs


@dataclass(frozen=True)
class Pretrained:
    """width: of its last hidden states; limit: how many pieces it reads at once."""

    transformer: nn.Module
    tokenizer: transformers.PreTrainedTokenizerBase
    special: SpecialPieces
    limit: int
    width: int


class LogitsAsStates(nn.Module):
    """A token classifier that gives its logits where an encoder gives its last hidden states."""

    def __init__(self, classifier: nn.Module) -> None:
        super().__init__()
        self.classifier = classifier
        self.config = classifier.config

    def forward(self, **inputs: Tensor) -> BaseModelOutput:
        return BaseModelOutput(last_hidden_state=self.classifier(**inputs).logits)


def load_pretrained(name: str) -> Pretrained:
    """Weights and tokenizer from a hub name or a folder, in float32.

    Raises:
        UserError: when it cannot be found, read, or used; with the remedy.
    """
    return _assemble(name, *_weights_and_tokenizer(name, AutoModel))


def load_token_classifier(name: str) -> Pretrained:
    """A model for token classification whose "hidden states" are its logits, in float32.

    Raises:
        UserError: as `load_pretrained`; also when the checkpoint has no classifier.
    """
    loaded = _assemble(name, *_weights_and_tokenizer(name, AutoModelForTokenClassification))
    count = loaded.transformer.config.num_labels
    return replace(loaded, transformer=LogitsAsStates(loaded.transformer), width=count)


def label_names(name: str) -> list[str]:
    """The labels of a model for token classification, by their ids; weights are not read.

    Raises:
        UserError: when it cannot be found, or names no labels as it is of another kind.
    """
    with explaining(name), quiet():
        config = AutoConfig.from_pretrained(name)
    kinds = config.architectures or []
    if kinds and config.id2label == UNNAMED and not any(CLASSIFIER in kind for kind in kinds):
        raise UserError(
            f"{name!r} is no model for token classification but a {', '.join(kinds)}; to teach "
            "with this encoder, train it first: a teacher of the type 'trained', on an embedder of "
            "the type 'pretrained_transformer'"
        )
    return [config.id2label[index] for index in range(config.num_labels)]


def load_architecture(folder: Path) -> Pretrained:
    """The same from a run's own folder, weights left to the caller; never asks the network."""
    if not (folder / "config.json").is_file():
        raise FileNotFoundError(errno.ENOENT, "no such file", str(folder / "config.json"))
    with quiet():
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        transformer = AutoModel.from_config(config, dtype=torch.float32)
    return _assemble(str(folder), transformer, tokenizer)


def load_tokenizer(folder: Path) -> tuple[transformers.PreTrainedTokenizerBase, SpecialPieces]:
    """A tokenizer alone from a run's own folder; never asks the network."""
    if not (folder / "tokenizer.json").is_file():
        raise FileNotFoundError(errno.ENOENT, "no such file", str(folder / "tokenizer.json"))
    with quiet():
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    _switch_limits_off(tokenizer)
    return tokenizer, _special_pieces(str(folder), tokenizer)


def identity(name: str) -> str:
    """What a model is, whatever path it is read from: a digest, or the hub's commit.

    Raises:
        UserError: when it cannot be found.
    """
    if Path(name).is_dir():
        digest = hashlib.sha256()
        for path in sorted(Path(name).iterdir()):
            if path.is_file():
                digest.update(path.name.encode() + b"\0")
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return f"sha256:{digest.hexdigest()}"
    with explaining(name), quiet():
        config = AutoConfig.from_pretrained(name)
    return f"{name}@{config._commit_hash}"


def _weights_and_tokenizer(name: str, kind: Any) -> tuple[nn.Module, Any]:
    with explaining(name), quiet():
        # A checkpoint may be stored in half precision; training wants float32.
        transformer, info = kind.from_pretrained(
            name, dtype=torch.float32, output_loading_info=True, ignore_mismatched_sizes=True
        )
        tokenizer = AutoTokenizer.from_pretrained(name, add_prefix_space=True)
    if tokenizer.is_fast:
        _put_spaces_before_words(tokenizer.backend_tokenizer)
    _require_all_weights(name, info)
    return transformer, tokenizer


def _require_all_weights(name: str, info: dict[str, Any]) -> None:
    mismatched = [key for key, *_ in info["mismatched_keys"]]
    lacking = sorted({*info["missing_keys"], *mismatched})
    missing = [key for key in lacking if not key.startswith(UNUSED)]
    if missing:
        raise UserError(
            f"the checkpoint of {name!r} lacks {len(missing)} weights of its architecture (or has "
            f"them in another size), among them {missing[0]}; random values would stand there"
        )


def _assemble(name: str, transformer: nn.Module, tokenizer) -> Pretrained:
    # Where the tokenizer's files are missing, the library makes up an empty one and says nothing.
    if len(tokenizer) <= len(tokenizer.all_special_ids):
        raise UserError(
            f"the encoder {name!r} has no tokenizer; put its tokenizer.json or vocab.txt beside "
            "its weights"
        )
    if not tokenizer.is_fast:
        raise UserError(
            f"the tokenizer of {name!r} is not a fast one, so pieces cannot be aligned to "
            "tokens; choose a model with a tokenizer.json or a vocab.txt"
        )
    _switch_limits_off(tokenizer)
    if getattr(transformer, "pooler", None) is not None:
        transformer.pooler = None
    limit = min(tokenizer.model_max_length, _usable_positions(transformer.base_model))
    special = _special_pieces(name, tokenizer)
    return Pretrained(transformer, tokenizer, special, limit, transformer.config.hidden_size)


def _switch_limits_off(tokenizer) -> None:
    """Whole sentences, as they are: windows and padding are made elsewhere."""
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()


def _usable_positions(transformer: nn.Module) -> int:
    """How many pieces the model has positions for; without limit where they are relative."""
    positions = getattr(transformer.config, "max_position_embeddings", None)
    if not positions or positions < 0:
        return sys.maxsize
    # RoBERTa counts positions from padding_idx + 1: two of its positions are never usable.
    table = getattr(getattr(transformer, "embeddings", None), "position_embeddings", None)
    padding = getattr(table, "padding_idx", None)
    return positions if padding is None else positions - padding - 1


def _put_spaces_before_words(tokenizer: Tokenizer) -> None:
    """Byte-level pieces of a word within a text differ from those of a word alone.

    Asked to do so by `add_prefix_space`, the library does it for some of its classes only; not for
    the one that ModernBERT has.
    """
    whole = tokenizer.pre_tokenizer
    parts = whole if isinstance(whole, pre_tokenizers.Sequence) else [whole]
    if any(isinstance(part, ByteLevel) and not part.add_prefix_space for part in parts):
        space, others = normalizers.Prepend(" "), tokenizer.normalizer
        tokenizer.normalizer = normalizers.Sequence([others, space]) if others else space


def _special_pieces(name: str, tokenizer) -> SpecialPieces:
    bare = tokenizer(["a"], is_split_into_words=True, add_special_tokens=False).input_ids
    full = tokenizer(["a"], is_split_into_words=True).input_ids
    starts = [i for i in range(len(full)) if full[i : i + len(bare)] == bare]
    # Some byte-level tokenizers know no unknown piece; a masked one is as little known.
    unknown = tokenizer.mask_token_id if tokenizer.unk_token_id is None else tokenizer.unk_token_id
    if not bare or not starts or unknown is None:
        raise UserError(f"the tokenizer of {name!r} has no unknown piece or odd special pieces")
    padding = tokenizer.pad_token_id
    return SpecialPieces(
        prefix=full[: starts[0]],
        suffix=full[starts[0] + len(bare) :],
        unknown=unknown,
        padding=0 if padding is None else padding,
        blanks=frozenset(tokenizer.convert_tokens_to_ids(list(BLANKS))) - {unknown, None},
    )
