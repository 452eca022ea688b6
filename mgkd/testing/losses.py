"""Does a loss keep its promises?"""

from dataclasses import replace

import torch
from torch import Tensor

from mgkd.distillation import Loss, Needs, losses
from mgkd.testing.doing import Doing
from mgkd.testing.scenes import Scene, padded, relabelled, scenes, with_rows
from mgkd.testing.states import STUDENT, TEACHER

RELATIVE, ABSOLUTE = 1e-4, 1e-5  # float32, after sums in another order
OTHERS = 3  # paths that another loss of the same objective asks for on top


def check_loss(loss: Loss) -> None:
    """Try a loss on made-up students, teachers and batches of several shapes.

    Among them are ragged batches, sentences of one token, sentences with fewer label sequences
    than are asked for, and unlabelled rows. Where it asks for inner states, the student has 3
    layers of 4, 6 and 6 numbers (the lowest embeds tokens) and two heads in each of 2 attention
    layers, the teacher 5 layers of 5, 8, 8, 8 and 8 and two heads in each of 4. The loss must

    - give one finite number for each sentence, [B];
    - pass a finite gradient on to the student, and one to each parameter of its own;
    - not depend on the order of the sentences, on the other sentences or on more padding;
    - make do with what its `needs` ask for, and not change where other losses ask for more;
    - make use of all that its `needs` ask for, since a teacher takes its time to compute it;
    - not take the zeros that stand in for the labels of an unlabelled sentence for gold labels
      (unless it declares `reads_gold`, where such rows are left out of the mean).

    Raises:
        AssertionError: naming the loss, the promise that is broken and the input.
    """
    name = losses.name_of(type(loss)) or type(loss).__name__
    assert isinstance(loss.needs, Needs), f"{name}: `needs` is no Needs but {loss.needs!r}"
    asked = loss.asks
    if asked.inside:
        with Doing(f"{name}, let know whose inner states it gets"):
            loss.bind(STUDENT, TEACHER)
    others = Needs(paths=asked.paths + OTHERS, scores=True, hidden=True, attention=True)
    for scene, richer in zip(scenes(asked), scenes(others), strict=True):
        place = f"{name} on {scene.name}"
        values = _values(loss, scene, place)
        _check_gradient(loss, scene, values, place)
        order = list(reversed(range(len(scene.batch))))
        backwards = _values(loss, with_rows(scene, order), f"{place}, in reverse order")
        _check_equal(values[order], backwards, f"{place}: depends on the order of the sentences")
        alone = [_values(loss, with_rows(scene, [row]), f"{place}, row {row}") for row in order]
        _check_equal(values[order], torch.cat(alone), f"{place}: depends on the other sentences")
        longer = _values(loss, padded(scene, 3), f"{place}, padded further")
        _check_equal(values, longer, f"{place}: depends on how far the batch is padded")
        more = _values(loss, richer, f"{place}, with knowledge that other losses asked for")
        _check_equal(values, more, f"{place}: depends on what other losses ask for")
        if not loss.reads_gold:
            other = _values(loss, relabelled(scene), f"{place}, with other labels")
            _check_equal(values, other, f"{place}: reads labels of a sentence that has none")
    _check_use(loss, name)


def _check_use(loss: Loss, name: str) -> None:
    asked, k = loss.asks, loss.asks.paths
    fewer = (n for n in range(k, 0, -1) if _misses(loss, replace(asked, paths=n - 1)))
    used = next(fewer, 0)
    assert used == k, (
        f"{name}: its `needs` ask for {k} of the teacher's paths and it makes use of {used}: with "
        f"{used} it says the same; declare Needs(paths={used}), or take teacher.best({k})"
    )
    assert not asked.scores or _misses(loss, replace(asked, scores=False)), (
        f"{name}: its `needs` ask for the teacher's scores, but it makes no use of them"
    )
    for kind in ("hidden", "attention"):
        assert not getattr(asked, kind) or _misses(loss, replace(asked, **{kind: False})), (
            f"{name}: its `needs` ask for inner states ({kind}), but it makes no use of them"
        )


def _misses(loss: Loss, less: Needs) -> bool:
    """Whether the loss can tell that the teacher was asked for less."""
    for scene, fewer in zip(scenes(loss.asks), scenes(less), strict=True):
        expected = loss(scene.output(), scene.teacher, scene.batch)
        try:
            found = loss(fewer.output(), fewer.teacher, fewer.batch)
        except Exception:  # whatever a loss does where something that it needs is not there
            return True
        if not torch.allclose(expected, found, rtol=RELATIVE, atol=ABSOLUTE):
            return True
    return False


def _values(loss: Loss, scene: Scene, place: str) -> Tensor:
    with Doing(place):
        values = loss(scene.output(), scene.teacher, scene.batch)
    expected = (len(scene.batch),)
    assert isinstance(values, Tensor), f"{place}: gives {type(values).__name__}, not a tensor"
    assert values.shape == expected, (
        f"{place}: gives the shape {list(values.shape)}; it should be [B] = {list(expected)}"
    )
    wrong = (~values.isfinite()).nonzero().flatten().tolist()
    assert not wrong, (
        f"{place}: row {wrong[0]} (tokens: {len(scene.batch.sentences[wrong[0]])}) is "
        f"{values[wrong[0]].item()}"
    )
    return values


def _check_gradient(loss: Loss, scene: Scene, values: Tensor, place: str) -> None:
    heard = scene.batch.labelled if loss.reads_gold else torch.ones_like(scene.batch.labelled)
    if not heard.any():
        return
    assert values.requires_grad, f"{place}: the result has no gradient"
    scores = scene.student.leaves
    own = {name: value for name, value in loss.named_parameters() if value.requires_grad}
    wanted = [*scores, *own.values()]
    gradients = torch.autograd.grad(values[heard].sum(), wanted, allow_unused=True)
    finite = all(g.isfinite().all() for g in gradients if g is not None)
    assert finite, f"{place}: a gradient is not finite"
    reached = any(g is not None and g.abs().sum() > 0 for g in gradients[: len(scores)])
    # A loss of transitions has nothing to say of single tokens.
    single = scene.batch.mask.shape[1] == 1
    assert reached or single, f"{place}: no gradient reaches the student's scores"
    for name, gradient in zip(own, gradients[len(scores) :], strict=True):
        assert gradient is not None, f"{place}: no gradient reaches the loss's parameter {name}"


def _check_equal(values: Tensor, others: Tensor, complaint: str) -> None:
    same = torch.isclose(values, others, rtol=RELATIVE, atol=ABSOLUTE)
    row = int((~same).nonzero()[0]) if not same.all() else 0
    assert same.all(), f"{complaint}: {values[row].item()} became {others[row].item()}"
