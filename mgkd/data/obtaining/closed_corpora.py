"""The corpora that one has to get oneself, and from whom."""

from mgkd.data.obtaining.catalogue import ClosedCorpus

CONLL2003 = ClosedCorpus(
    name="conll2003_en",
    title="CoNLL-2003",
    language="English",
    licence="NIST agreement",
    obtain="""\
The text is the Reuters Corpus, volume 1 (RCV1), which NIST gives to those who
sign its agreement:
  trec.nist.gov/data/reuters/reuters.html
The annotations, and the script bin/make.eng that joins them to the text,
are ner.tgz of the shared task:
  www.clips.uantwerpen.be/conll2003/ner/""",
    files=("eng.train", "eng.testa", "eng.testb"),
)

ONTONOTES4 = ClosedCorpus(
    name="ontonotes4_zh",
    title="OntoNotes 4",
    language="Chinese",
    licence="LDC agreement",
    obtain="""\
Get OntoNotes Release 4.0, LDC2011T03, from the Linguistic Data Consortium:
  catalog.ldc.upenn.edu/LDC2011T03
Papers on Chinese entities cut it as Che et al. (NAACL 2013) do. Write columns
of characters and tags, a file for each split.""",
    files=("train.char.bmes", "dev.char.bmes", "test.char.bmes"),
)

ONTONOTES5 = ClosedCorpus(
    name="ontonotes5_en",
    title="OntoNotes 5",
    language="English",
    licence="LDC agreement",
    obtain="""\
Get OntoNotes Release 5.0, LDC2013T19, from the Linguistic Data Consortium:
  catalog.ldc.upenn.edu/LDC2013T19
The standard splits are those of the CoNLL-2012 shared task, whose script
skeleton2conll.sh writes a *_gold_conll file for each document:
  conll.cemantix.org/2012/data.html""",
    files=("train/", "development/", "test/"),
)

MSRA = ClosedCorpus(
    name="msra_zh",
    title="MSRA, SIGHAN 2006",
    language="Chinese",
    licence="none known",
    obtain="""\
Microsoft Research Asia made it for the third SIGHAN bakeoff (Levow 2006,
aclanthology.org/W06-0115), whose organisers gave it to the participants:
  sighan.cs.uchicago.edu/bakeoff2006/
The usual copy has one character and its tag a line, for training and for
test. The last tenth of its training sentences has to be cut off as dev.""",
    files=("msra_train_bio", "msra_dev_bio", "msra_test_bio"),
)

RESUME = ClosedCorpus(
    name="resume_zh",
    title="Resume",
    language="Chinese",
    licence="none stated",
    obtain="""\
Zhang and Yang (ACL 2018) collected it from Sina Finance. It is the folder
ResumeNER of their repository:
  github.com/jiesutd/LatticeLSTM""",
    files=("train.char.bmes", "dev.char.bmes", "test.char.bmes"),
)

CLUENER = ClosedCorpus(
    name="cluener_zh",
    title="CLUENER 2020",
    language="Chinese",
    licence="none stated",
    obtain="""\
It is cluener_public.zip, to which the repository of its authors leads:
  github.com/CLUEbenchmark/CLUENER2020
The text comes from THUCTC, news of Sina. Its test.json has no labels.""",
    files=("train.json", "dev.json"),
)

CLOSED = (MSRA, ONTONOTES4, RESUME, CLUENER, CONLL2003, ONTONOTES5)
