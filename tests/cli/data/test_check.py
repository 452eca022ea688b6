import pytest


@pytest.fixture
def splits(tmp_path):
    contents = {
        "train": "小\tB-PER\n薇\tI-PER\n\n好\tO\n\n好\tO\n\n京\tB-GPE\n\n湖\tB-LOC\n",
        "dev": "好\tO\n\n京\tO\n\n湖\tI-LOC\n山\tB-per\n",
        "test": "\n",
    }
    for name, content in contents.items():
        (tmp_path / f"{name}.conll").write_text(content, encoding="utf-8")
    return tmp_path


def asked(splits, *names):
    return [f"{name}={splits / name}.conll" for name in names]


def test_all_that_is_wrong_within_and_between_splits(command, splits):
    files = asked(splits, "train", "dev", "test")
    result = command("data", "check", *files, "--reader", "conll")
    assert result.exit_code == 2
    for line in (
        "problem: 1 x an illegal tag is understood",
        "problem: 1 x test holds no sentence",
        "problem: 1 x the type per occurs in dev but not in train",
        "problem: 1 x types that differ in case only: PER, per",
        "note: 1 x a sentence of train occurs again",
        "note: 2 x a sentence of dev also occurs in train",
        "note: 1 x a sentence of dev has other entities than its like in train",
        "note: 1 x the type GPE occurs in train only",
    ):
        assert line in result.stdout
    assert "3 files: 4 kinds of problems" in result.stdout
    problems = [line.startswith("problem") for line in result.stdout.splitlines()[:-1]]
    assert problems == sorted(problems, reverse=True)


def test_places_are_told(command, splits):
    said = command("data", "check", *asked(splits, "train", "dev"), "--reader", "conll").stdout
    assert f"{splits / 'dev.conll'}:1: {splits / 'train.conll'}:4" in said


def test_a_corpus_without_problems(command, splits):
    result = command("data", "check", *asked(splits, "train"), "--reader", "conll")
    assert result.exit_code == 0 and "1 files: 0 kinds of problems" in result.stdout


def test_a_file_that_cannot_be_read_to_its_end_is_a_problem_among_others(command, splits):
    (splits / "dev.conll").write_text("好\tO\n\n京\tX-GPE\n", encoding="utf-8")
    result = command("data", "check", *asked(splits, "train", "dev", "tset"), "--reader", "conll")
    assert result.exit_code == 2
    assert "problem: 1 x dev cannot be read, or not to its end" in result.stdout
    assert "dev.conll:3: 'X-GPE' is not a tag" in result.stdout
    assert "problem: 1 x tset cannot be read" in result.stdout
    assert "note: 1 x a sentence of dev also occurs in train" in result.stdout


def test_the_corpus_of_a_config_is_checked(command, root):
    result = command("data", "check", root / "training_configs" / "wnut17_distill.jsonnet")
    assert result.exit_code == 0 and "3 files: 0 kinds of problems" in result.stdout


def test_sentences_beyond_the_encoder_are_told(command, splits, bert):
    """The encoder reads 12 pieces, 2 special ones included."""
    rows = "".join(f"{character}\tO\n" for character in "我在北京" * 3)
    short = "".join(f"{character}\tO\n" for character in "我在北京" * 2)
    (splits / "dev.conll").write_text(f"{rows}\n{short}\n", encoding="utf-8")
    files = asked(splits, "dev")
    result = command("data", "check", *files, "--reader", "conll", "--encoder", bert)
    assert result.exit_code == 0
    assert "note: 1 x a sentence of dev is longer than the encoder reads at once" in result.stdout
    assert f"{splits / 'dev.conll'}:1: 12 tokens" in result.stdout
    result = command("data", "check", *files, "--reader", "conll", "--encoder", "./nowhere")
    assert result.exit_code == 2 and "./nowhere" in result.stderr


def test_a_split_that_is_another_one_is_told(command, splits):
    train = splits / "train.conll"
    result = command("data", "check", f"train={train}", f"dev={train}", "--reader", "conll")
    assert "note: 5 x a sentence of dev also occurs in train" in result.stdout


def test_the_first_file_is_the_training_split_unless_one_is_called_so(command, splits):
    first, second = splits / "train.conll", splits / "dev.conll"
    said = command("data", "check", first, second, "--reader", "conll").stdout
    assert "problem: 1 x the type per occurs in dev.conll but not in train.conll" in said
    said = command("data", "check", f"a={second}", f"train={first}", "--reader", "conll").stdout
    assert "problem: 1 x the type per occurs in a but not in train" in said


def test_unlabelled_sentences_have_no_other_entities(command, splits):
    sentences = ['{"tokens": ["好"]}', '{"tokens": ["好"], "spans": []}']
    (splits / "a.jsonl").write_text("\n".join(sentences), encoding="utf-8")
    said = command("data", "check", splits / "a.jsonl", "--reader", "jsonl").stdout
    assert "occurs again" in said and "other entities" not in said


def test_types_that_differ_in_spaces_are_told(command, splits):
    (splits / "a.conll").write_text("好\tB-PER\n湖\tB-PER \n", encoding="utf-8")
    reader = "{type: 'conll', separator: '\t'}"
    said = command("data", "check", splits / "a.conll", "--reader", reader).stdout
    assert "types that differ in case or spaces only: 'PER', 'PER '" in said


def test_characters_that_were_lost_are_told(command, splits):
    (splits / "a.conll").write_text("好\tO\n\n湖\ufffd\tO\n\ufffd\tO\n", encoding="utf-8")
    result = command("data", "check", splits / "a.conll", "--reader", "conll")
    assert result.exit_code == 0
    assert "note: 1 x a sentence of a.conll holds U+FFFD" in result.stdout
    assert f"({splits / 'a.conll'}:3)" in result.stdout


def test_labels_are_needed_where_they_are_used_and_nowhere_else(command, splits):
    (splits / "train.jsonl").write_text('{"tokens": ["好"]}\n', encoding="utf-8")
    span = '{"start": 0, "end": 1, "label": "LOC"}'
    content = f'{{"tokens": ["好"], "spans": [{span}]}}\n'
    (splits / "more.jsonl").write_text(content, encoding="utf-8")
    train, more = f"train={splits / 'train.jsonl'}", splits / "more.jsonl"
    said = command("data", "check", train, f"unlabelled={more}", "--reader", "jsonl").stdout
    assert "problem: 1 x a sentence of train is unlabelled, where labels are needed" in said
    assert "2 files: 1 kinds of problems" in said and "LOC" not in said
    labelled = f"train={more}"
    said = command("data", "check", labelled, f"unlabelled={more}", "--reader", "jsonl").stdout
    assert "2 files: 0 kinds of problems" in said and "other entities" not in said
