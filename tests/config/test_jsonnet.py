import json

import pytest

from mgkd.config import Problem, UserError, read_config


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of configs, and the working directory: messages then show short names."""
    (tmp_path / "lib").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(path, text=None, **options):
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_config(path.name, **options)
    return str(caught.value)


class TestResults:
    def test_numbers_arrive_as_they_were_written(self, folder):
        (folder / "a.jsonnet").write_text("{ a: 1.0, b: 0.1, c: 1e3, d: 2e-5, e: -0.5 }")
        config = read_config("a.jsonnet").tree
        assert config == {"a": 1, "b": 0.1, "c": 1000, "d": 2e-5, "e": -0.5}
        assert type(config["a"]) is type(config["c"]) is int

    def test_json_is_jsonnet(self, folder):
        tree = {"名": ["中文", None, True]}
        (folder / "a.json").write_text(json.dumps(tree), encoding="utf-8")
        assert read_config(folder / "a.json").tree == tree

    def test_imports_are_beside_the_file_wherever_one_stands(self, folder, monkeypatch):
        (folder / "lib" / "size.libsonnet").write_text("import 'number.libsonnet'")
        (folder / "lib" / "number.libsonnet").write_text("7")
        (folder / "a.jsonnet").write_text("{ size: import 'lib/size.libsonnet' }")
        assert read_config("a.jsonnet").tree == {"size": 7}
        monkeypatch.chdir("/")
        assert read_config(folder / "a.jsonnet").tree == {"size": 7}

    def test_only_an_object_is_a_config(self, folder):
        assert refusal(folder / "a.jsonnet", "[1, 2]") == (
            "a.jsonnet: a config is an object, but this file gives a list of 2 items"
        )


class TestVariables:
    TEXT = """
        local asked = std.extVar('mgkd');
        {
          variables: {
            profile: if asked.profile == null then 'sample' else asked.profile,
            corpora: std.get(asked.vars, 'corpora', 'data'),
          },
        }
    """

    def test_the_config_reads_them(self, folder):
        (folder / "a.jsonnet").write_text(self.TEXT)
        default = {"profile": "sample", "corpora": "data"}
        assert read_config("a.jsonnet").tree == {"variables": default}
        given = read_config("a.jsonnet", variables={"corpora": 'a "b" \\'}, profile="paper").tree
        assert given == {"variables": {"profile": "paper", "corpora": 'a "b" \\'}}

    def test_one_that_it_does_not_read_is_refused(self, folder):
        (folder / "a.jsonnet").write_text(self.TEXT)
        source = read_config("a.jsonnet", variables={"corpus": "x", "encoder": "y"})
        assert list(source.problems()) == [
            Problem(
                "--var corpus",
                "the config does not read the variable corpus; did you mean corpora?",
            ),
            Problem(
                "--var encoder",
                "the config does not read the variable encoder; it reads corpora, profile",
            ),
        ]

    def test_a_profile_is_refused_where_there_is_none(self, folder):
        (folder / "a.jsonnet").write_text("{}")
        assert list(read_config("a.jsonnet", profile="sample").problems()) == [
            Problem("--profile", "the config does not read the variable profile; it reads none")
        ]


class TestFiles:
    def test_a_misspelt_name(self, folder):
        (folder / "weibo_distill.jsonnet").write_text("{}")
        (folder / "notes.txt").write_text("")
        assert refusal(folder / "weibo_distil.jsonnet") == (
            "no config weibo_distil.jsonnet; nearest in .: weibo_distill.jsonnet"
        )

    def test_no_name_like_it(self, folder):
        assert refusal(folder / "zz") == "no config zz; . has none"
        (folder / "weibo_distill.jsonnet").write_text("{}")
        assert refusal(folder / "zz") == "no config zz; in . there are: weibo_distill.jsonnet"

    def test_no_such_folder(self, folder):
        with pytest.raises(UserError, match=r"no config conf/a\.jsonnet: there is no folder conf"):
            read_config("conf/a.jsonnet")

    def test_a_folder(self, folder):
        assert refusal(folder / "lib") == "lib is a folder; name a config in it; lib has none"

    def test_bytes_that_are_no_text(self, folder):
        (folder / "a.jsonnet").write_bytes(b"{ a: '\xff' }")
        assert refusal(folder / "a.jsonnet") == "a.jsonnet is not UTF-8 text (byte 6)"


class TestSyntax:
    def test_the_line_is_shown(self, folder):
        assert refusal(folder / "a.jsonnet", "{\n  a: 1,\n  b: [1 2],\n}\n") == (
            "a.jsonnet:3:9: expected a comma before next array element.\n    b: [1 2],\n          ^"
        )

    def test_columns_count_characters(self, folder):
        assert refusal(folder / "a.jsonnet", "{ a: '中文', b: foo }") == (
            "a.jsonnet:1:15: Unknown variable: foo\n"
            "    { a: '中文', b: foo }\n"
            "                    ^"
        )

    def test_in_an_imported_file(self, folder):
        (folder / "lib" / "bad.libsonnet").write_text("{\n  a: ,\n}")
        message = refusal(folder / "a.jsonnet", "import 'lib/bad.libsonnet'")
        assert message.startswith("lib/bad.libsonnet:2:6: unexpected")
        assert message.splitlines()[1:] == ["    a: ,", "       ^"]

    def test_at_the_end_of_the_file(self, folder):
        message = refusal(folder / "a.jsonnet", "{ a: 1\n")
        assert message.startswith("a.jsonnet:") and "comma before next field" in message


class TestRuntime:
    def test_an_assertion_over_several_lines(self, folder):
        text = "local k = 0;\nassert k > 0 : 'k must be positive';\n{ k: k }"
        assert refusal(folder / "a.jsonnet", text) == (
            "a.jsonnet:2:1: k must be positive\n    assert k > 0 : 'k must be positive';\n    ^"
        )

    def test_a_missing_field(self, folder):
        assert refusal(folder / "a.jsonnet", "local o = {};\n{ b: o.c }") == (
            "a.jsonnet:2:6: field does not exist: c\n    { b: o.c }\n         ^"
        )

    def test_a_failed_import(self, folder):
        message = refusal(folder / "a.jsonnet", "{ a: import 'lib/none.libsonnet' }")
        assert message.startswith('a.jsonnet:1:6: couldn\'t open import "lib/none.libsonnet"')

    def test_the_innermost_place_is_named(self, folder):
        (folder / "lib" / "f.libsonnet").write_text("{\n  f(x):: error 'too big: %d' % x,\n}")
        message = refusal(folder / "a.jsonnet", "{ a: (import 'lib/f.libsonnet').f(3) }")
        assert message.startswith("lib/f.libsonnet:2:10: too big: 3\n")

    def test_places_inside_the_standard_library_are_passed_over(self, folder):
        message = refusal(folder / "a.jsonnet", "{\n  a: std.join(1, [[1]]),\n}")
        assert message.startswith("a.jsonnet:2:6: ")

    def test_a_message_of_several_lines_stays_whole(self, folder):
        assert "one\ntwo" in refusal(folder / "a.jsonnet", r"{ a: error 'one\ntwo' }")

    def test_one_without_a_place(self, folder):
        message = refusal(folder / "a.jsonnet", "function(x) { a: x }")
        assert "a.jsonnet: function parameter x not bound" in message
