from mgkd.deployment.model_card import model_card
from mgkd.evaluation import StageTraining


def test_scores_size_and_origin(results, config):
    card = model_card(results, config)
    assert card.startswith("# samples\n")
    assert "for samples, trained on gold labels alone." in card
    assert "4,321 parameters, 0.02 MB" in card
    assert "| test split | precision | recall | F1 | entities |" in card
    assert "| PER | 100.00 | 100.00 | 100.00 | 5 |" in card
    assert "| micro | 100.00 | 100.00 | 100.00 | 11 |" in card
    assert "Seed 13, 8 sentences, best of 3 epochs: 2." in card
    assert "also occur in the training split" not in card


def test_of_stages_each_tells_its_epochs(results, config):
    parts = {"steps": 5, "seconds": 1.0}
    stages = [
        StageTraining(name="distillation", best_epoch=7, epochs=9, sentences=12, **parts),
        StageTraining(name="gold", best_epoch=1, epochs=4, sentences=8, **parts),
    ]
    training = results.training.model_copy(update={"stages": stages, "epochs": 13})
    card = model_card(results.model_copy(update={"training": training}), config)
    assert "distillation, 12 sentences, best of 9 epochs: 7; gold, 8 sentences, best of 4" in card
    assert "13" not in card.partition("## Training")[2].replace("Seed 13", "")


def test_a_distilled_tagger_names_its_teacher(results, config):
    size = results.size.model_copy(update={"parameters": 99_000_000})
    teacher = results.model_copy(update={"encoder": "pretrained big", "size": size})
    card = model_card(results.model_copy(update={"teacher": teacher}), config)
    assert "distilled from a teacher of 99,000,000 parameters (pretrained big)" in card


def test_a_teacher_of_which_little_is_known(results, config):
    teacher = results.model_copy(update={"encoder": "annotations in a.jsonl", "size": None})
    card = model_card(results.model_copy(update={"teacher": teacher}), config)
    assert "distilled from a teacher (annotations in a.jsonl)." in card
    config = {**config, "teacher": {"type": "annotations"}}
    assert "distilled from a teacher (annotations)." in model_card(results, config)


def test_scores_that_are_missing_are_left_out(results, config):
    assert "test split" not in model_card(results.model_copy(update={"test": None}), config)
    unseen = results.model_copy(update={"test_unseen": results.test})
    assert "do not also occur in the training split, F1 is 100.00" in model_card(unseen, config)
