"""What a tagger makes of the training sentences, computed once."""

from mgkd.experiment.identity import encodings_fingerprint
from mgkd.experiment.job import Job
from mgkd.experiment.turns import turn
from mgkd.models import EncodedInMemory, EncodedOnDisk, EncodedSentences, Tagger


def training_encodings(tagger: Tagger, job: Job) -> EncodedSentences:
    """The training sentences encoded: in memory or, where the job keeps things on disk, in a file
    that the next training of such a tagger on the same sentences finds."""
    sentences = job.training_sentences()
    if job.folder is None:
        return EncodedInMemory(tagger, sentences)
    fingerprint = encodings_fingerprint(job.spec.tree, job.splits, job.texts, tagger)
    path = job.folder / f"encodings-{fingerprint[:12]}-{len(sentences)}.records"
    with turn(job.folder / "locks" / f"{path.stem}.lock"):
        return EncodedOnDisk(tagger, sentences, path)
