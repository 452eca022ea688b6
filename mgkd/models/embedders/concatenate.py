"""Several embedders side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
from pydantic import Field
from torch import Tensor, nn

from mgkd.config import Arguments, Problem, obey
from mgkd.config.leaves import Fraction
from mgkd.config.paths import at_index
from mgkd.data import Sentence
from mgkd.models.batch import Inputs
from mgkd.models.embedders.base import Embedder, embedders
from mgkd.models.heritage import Heritage
from mgkd.models.states import Inside, Seen, States

ASSETS = "embedders"  # folder with a numbered folder for each


@dataclass(frozen=True)
class JoinedInputs:
    """parts: what each embedder reads."""

    parts: tuple[Inputs, ...]

    def to(self, device: torch.device) -> "JoinedInputs":
        return JoinedInputs(tuple(part.to(device) for part in self.parts))


def parts_are_distinct(config: Arguments) -> Iterator[Problem]:
    parts = config["embedders"]
    for index, part in enumerate(parts):
        if any(part is other for other in parts[:index]):
            yield config.problem("embedders", f"the embedder at {index} stands there twice")


@embedders.register("concatenate")
class Concatenate(Embedder):
    """The vectors of several embedders side by side: words beside their characters, for example.

    Args:
        embedders: at least one; the output has their widths together, in this order.
        dropout: probability of dropping an element of the output while training, besides what each
            of them drops.
    """

    rules = (parts_are_distinct,)

    def __init__(
        self,
        embedders: Annotated[list[Embedder], Field(min_length=1)],
        dropout: Fraction = 0.0,
    ) -> None:
        super().__init__()
        obey(self.rules, embedders=embedders)
        self.parts = nn.ModuleList(embedders)
        self.dropout = nn.Dropout(dropout)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        """Prepare each embedder.

        Raises:
            TypeError: when the sentences can be read only once.
        """
        if iter(sentences) is sentences:
            raise TypeError("every embedder reads the sentences anew; an iterator gives them once")
        for part in self.parts:
            part.prepare(sentences)
        self._measure()

    def inherit(self, teacher: Heritage) -> None:
        for part in self.parts:
            part.inherit(teacher)

    def token_vectors(self, tokens: Sequence[str]) -> Tensor | None:
        """Those of all parts side by side; None where one of them has none."""
        found = [part.token_vectors(tokens) for part in self.parts]
        return None if any(part is None for part in found) else torch.cat(found, dim=-1)

    def save_assets(self, directory: Path) -> None:
        for index, part in enumerate(self.parts):
            part.save_assets(_folder(directory, index))

    def load_assets(self, directory: Path) -> None:
        for index, part in enumerate(self.parts):
            part.load_assets(_folder(directory, index))
        self._measure()

    def _measure(self) -> None:
        self.output_size = sum(part.output_size for part in self.parts)

    def encode(self, tokens: Sequence[str]) -> tuple[Any, ...]:
        return tuple(part.encode(tokens) for part in self.parts)

    def collate(self, encodings: Sequence[tuple[Any, ...]]) -> JoinedInputs:
        columns = zip(*encodings, strict=True)
        pairs = zip(self.parts, columns, strict=True)
        return JoinedInputs(tuple(part.collate(column) for part, column in pairs))

    def forward(self, inputs: JoinedInputs) -> Tensor:
        return self._joined([part(own) for part, own in self._with_inputs(inputs)])

    def look(self, inputs: JoinedInputs, inside: Inside) -> Seen:
        """One layer, which is the output; the attention layers of all parts in their order."""
        seen = [part.look(own, inside) for part, own in self._with_inputs(inputs)]
        output = self._joined([part.output for part in seen])
        attention = tuple(layer for part in seen for layer in part.states.attention)
        return Seen(output, States((output,), attention))

    def _with_inputs(self, inputs: JoinedInputs) -> Iterator[tuple[Embedder, Inputs]]:
        return zip(self.parts, inputs.parts, strict=True)

    def _joined(self, vectors: Sequence[Tensor]) -> Tensor:
        return self.dropout(torch.cat(list(vectors), dim=-1))

    def describe(self) -> str:
        return " + ".join(part.describe() for part in self.parts)

    def provenance(self) -> dict[str, str]:
        return {
            f"{at_index('embedders', index)}.{path}": digest
            for index, part in enumerate(self.parts)
            for path, digest in part.provenance().items()
        }


def _folder(directory: Path, index: int) -> Path:
    return directory / ASSETS / str(index)
