"""A conditional random field that begins with its teacher's scores."""

import torch

from mgkd.config import Supplied, UserError
from mgkd.data import Labels
from mgkd.models.decoders.base import decoders
from mgkd.models.decoders.crf import CRF
from mgkd.models.heritage import Heritage


@decoders.register("inherited_crf")
class InheritedCRF(CRF):
    """A `crf` whose transition, start and end scores begin as those of the teacher's CRF.

    They are matched by tag, so the teacher may know more entity types, but must write them in the
    same scheme. The linear map to emissions begins at random, and all of it is trained; a
    checkpoint is one of a `crf`.
    """

    inherits = True

    def __init__(self, *, input_size: Supplied[int], labels: Supplied[Labels]) -> None:
        super().__init__(input_size=input_size, labels=labels)
        self.labels = labels

    @torch.no_grad()
    def inherit(self, teacher: Heritage) -> None:
        source = teacher.decoder
        if not isinstance(source, CRF):
            raise UserError(
                f"inherited_crf takes the scores of the teacher's CRF, but the teacher's decoder "
                f"is {type(source).__name__}; choose another teacher, or the decoder crf"
            )
        ids = self._places_in(teacher.labels)
        self.transitions.copy_(source.transitions[ids][:, ids])
        self.start.copy_(source.start[ids])
        self.end.copy_(source.end[ids])

    def _places_in(self, known: Labels) -> list[int]:
        """For each tag, its id in another label set.

        Raises:
            UserError: when that is of another scheme, or lacks a tag.
        """
        if known.scheme != self.labels.scheme:
            raise UserError(
                f"inherited_crf: the teacher's scheme is {known.scheme} and the student's "
                f"{self.labels.scheme}, so their scores are not about the same tags; set scheme: "
                f"'{known.scheme}', or choose the decoder crf"
            )
        lacking = [kind for kind in self.labels.types if kind not in known.types]
        if lacking:
            raise UserError(
                f"inherited_crf: the teacher does not know {', '.join(lacking)}, only "
                f"{', '.join(known.types)}; choose a teacher that does, or the decoder crf"
            )
        return [known.tags.index(tag) for tag in self.labels.tags]
