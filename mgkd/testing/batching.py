"""Does what a tagger says of a sentence depend on the batch that it is in?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice
from os import PathLike
from pathlib import Path

from mgkd.data import Sentence
from mgkd.deployment import RunDirectory
from mgkd.models import EncodedSentence, Tagger, encode_unlabelled
from mgkd.testing.answers import answers, shown
from mgkd.testing.doing import Doing
from mgkd.testing.samples import SENTENCES, STRANGE

LONGER = 7  # tokens of padding


def check_batching(
    run: Tagger | RunDirectory | str | PathLike[str], sentences: Iterable[Sentence] = ()
) -> None:
    """Ask a trained tagger for each sentence alone and in several batches.

    Emissions, log-partition and predicted entities must be the same when asked again, beside
    another sentence of the same length, behind it, padded, and with all sentences in one batch.

    Args:
        run: a run directory or its path, or a tagger. Components from a plugin must be registered.
        sentences: to ask for, besides a few built-in ones.

    Raises:
        UserError: when there is no such run, or it cannot be loaded.
        AssertionError: naming the sentence and what its scores depend on.
    """
    tagger = run if isinstance(run, Tagger) else _directory(run).load_tagger()
    with Doing("encoding the sentences"):
        encoded = encode_unlabelled(tagger, [*SENTENCES, STRANGE, *sentences])
    check_independence(tagger, encoded)


def _directory(run: RunDirectory | str | PathLike[str]) -> RunDirectory:
    return run if isinstance(run, RunDirectory) else RunDirectory.existing(Path(run))


@dataclass(frozen=True)
class _Company:
    """What else is in a batch, before and behind a sentence, and what it is there to show."""

    before: list[EncodedSentence]
    behind: list[EncodedSentence]
    reason: str


def check_independence(tagger: Tagger, encoded: Sequence[EncodedSentence]) -> None:
    """What `check_batching` does, of encoded sentences.

    Raises:
        AssertionError: naming the sentence and what its scores depend on.
    """
    for index, item in enumerate(encoded):
        place = shown(item)
        [alone] = answers(tagger, [item], f"running on {place} alone")
        others = _Company(list(encoded[:index]), list(encoded[index + 1 :]), "")
        for company in [*_companies(tagger, item), others]:
            batch = [*company.before, item, *company.behind]
            found = answers(tagger, batch, f"running on {place} with others")[len(company.before)]
            assert found.scores_like(alone), (
                f"the scores of {place} depend on the batch that it is in{company.reason}"
            )
            assert found.spans == alone.spans, (
                f"the prediction for {place} depends on the batch that it is in{company.reason}"
            )


def _companies(tagger: Tagger, item: EncodedSentence) -> list[_Company]:
    with Doing("encoding made-up sentences"):
        equal, longer = (tagger.encode(_made_up(len(item) + more)) for more in (0, LONGER))
    return [
        _Company([], [], ": asked for it alone again, the tagger says something else"),
        _Company([], [equal], ": another sentence of the same length changes them"),
        _Company([equal], [], ": its place in the batch changes them"),
        _Company([], [longer], ": padding changes them"),
    ]


def _made_up(length: int) -> Sentence:
    tokens = chain.from_iterable(sentence.tokens for sentence in reversed(SENTENCES))
    return Sentence(tuple(islice(cycle(tokens), length)))
