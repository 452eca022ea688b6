from mgkd.config import ConfigError, Problem, UserError, check


def test_the_block_that_a_user_sees(toys, losses):
    losses.plural = "losses"
    tree = {
        "objective": [
            {"type": "gold_nll"},
            {"type": "fuzzy_crf", "wieght": 1.0},
            {"type": "kbest_ce"},
        ],
        "trainer": {"epochs": "ten"},
    }
    error = ConfigError("training_configs/mine.jsonnet", check(toys.Experiment, tree))
    assert str(error) == (
        "training_configs/mine.jsonnet: 3 problems\n"
        "  objective[1].wieght     unknown key for fuzzy_crf; did you mean weight?\n"
        "  objective[2].type       no loss is called kbest_ce; "
        "nearest: kbest_cross_entropy (mgkd components losses)\n"
        '  trainer.epochs          expected an integer of at least 1, found "ten"'
    )


def test_one_problem_and_the_whole_config():
    assert str(ConfigError("a.json", [Problem("", "is empty")])) == (
        "a.json: 1 problem\n  (top level)             is empty"
    )


def test_a_long_path_moves_the_column_for_all():
    long = "model.encoder.layers[12].hidden_size"
    text = str(ConfigError("a.json", [Problem("seed", "one"), Problem(long, "two")]))
    _, first, second = text.splitlines()
    assert second == f"  {long}  two"
    assert first.index("one") == second.index("two")


def test_with_source_keeps_the_problems():
    error = ConfigError("config", [Problem("a", "b")])
    assert error.with_source("x.jsonnet").problems == error.problems
    assert str(error.with_source("x.jsonnet")).startswith("x.jsonnet: 1 problem")
    assert isinstance(error, UserError)
