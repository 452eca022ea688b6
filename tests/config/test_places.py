"""Where a part of a config is written, whatever way it has come into the config."""

import pytest

from mgkd.config import Problem, read_config
from mgkd.config.jsonnet import reading
from mgkd.config.jsonnet.places import places_in
from mgkd.config.jsonnet.tokens import PATTERN, keys, tokens, unused_locals


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def of(*paths, **files):
        for name, text in files.items():
            path = tmp_path / f"{name}.{'jsonnet' if name == 'a' else 'libsonnet'}"
            path.write_text(text, encoding="utf-8")
        found = read_config("a.jsonnet").places
        return [str(found.of(path)) for path in paths]

    return of


def test_objects_and_lists(places):
    text = "{\n  a: {\n    b: [\n      1,\n      { c: 2,\n        d: 3 },\n    ],\n  },\n}"
    paths = ["a", "a.b", "a.b[0]", "a.b[1]", "a.b[1].d", "a.b[7]", "a.z", "z"]
    lines = [2, 3, 3, 5, 6, 3, 3, 2]
    assert places(*paths, a=text) == [f"a.jsonnet:{line}" for line in lines]


def test_a_part_that_is_a_config_of_its_own(tmp_path):
    (tmp_path / "a.jsonnet").write_text('{\n  "k=2": {\n    b: [\n      { c: 1 },\n    ],\n  },\n}')
    part = read_config(tmp_path / "a.jsonnet").part('["k=2"]')
    assert part.tree == {"b": [{"c": 1}]}
    found = [part.places.of("b[0].c"), part.part("b[0]").places.of("c"), part.places.of("z")]
    assert [place.line for place in found] == [4, 4, 3]


def test_a_file_is_evaluated_once_for_the_places_of_all_its_parts(tmp_path, monkeypatch):
    (tmp_path / "a.jsonnet").write_text("{ a: { x: 1 },\n  b: { x: 2 } }")
    evaluated = []
    monkeypatch.setattr(
        reading, "places_in", lambda *given: evaluated.append(given) or places_in(*given)
    )
    source = read_config(tmp_path / "a.jsonnet")
    assert [source.part(name).places.of("x").line for name in "ab"] == [1, 2]
    assert len(evaluated) == 1


def test_imports_additions_and_functions(places):
    assert places(
        *("x", "y", "y.p", "y.q", "z.k", "w[0].k", "w[1].k"),
        a="(import 'lib.libsonnet') {\n  y+: { q: 5 },\n  z: self.f(3),\n"
        "  w: [\n    { k: 1 },\n    $.f(2),\n  ],\n}",
        lib="{\n  x: 1,\n  y: {\n    p: 1,\n    q: 2,\n  },\n  f(n):: {\n    k: n,\n  },\n}",
    ) == [
        "lib.libsonnet:2",
        "a.jsonnet:2",
        "lib.libsonnet:4",
        "a.jsonnet:2",
        "lib.libsonnet:8",
        "a.jsonnet:5",
        "lib.libsonnet:8",
    ]


def test_keys_of_many_kinds(places):
    text = (
        "local a = [1, 2, 3];\nlocal k = 'computed';\n{\n"
        "  'quoted key': 1,\n  \"名\": a[0:2],\n  @'verbatim': 3,\n"
        "  hidden:: 4,\n  forced::: self.hidden,\n  [k]: 5,\n  plus+: 6,\n"
        "  assert std.length(a) == 3 : 'three',\n  local inner = 7,\n  last: inner,\n}"
    )
    paths = ['["quoted key"]', '["名"]', "verbatim", "forced", "computed", "plus", "last"]
    assert places(*paths, a=text) == [
        "a.jsonnet:4",
        "a.jsonnet:5",
        "a.jsonnet:6",
        "a.jsonnet:8",
        "a.jsonnet:9",
        "a.jsonnet:10",
        "a.jsonnet:13",
    ]


def test_computed_keys(places):
    text = (
        "local k = 'x';\n{ x: 1, y: { z: 1 } } + {\n  [k]: 2,\n  ['y']+: {\n    [k + k]: 3,\n"
        "    local own = 'own',\n    ['a' + 'b']: own,\n  },\n"
        "  list: { [i]: i for i in ['p', 'q'] },\n}"
    )
    paths = ["x", "y", "y.z", "y.xx", "y.ab", "list.p"]
    lines = [3, 4, 2, 5, 7, 9]
    assert places(*paths, a=text) == [f"a.jsonnet:{line}" for line in lines]


def test_a_field_with_the_name_of_a_mark(places):
    text = "{\n  a: { [k]: 0 for k in std.objectFieldsAll({ b: 1 }) },\n}"
    assert places("a.b", a=text) == ["a.jsonnet:2"]


def test_a_byte_order_mark(places, tmp_path):
    (tmp_path / "b.json").write_bytes(b'\xef\xbb\xbf{\n "c": 1}')
    assert places("a.c", a="\ufeff{\n\n  a: import 'b.json' }") == ["b.json:2"]


def test_a_config_may_count_its_keys(places):
    text = "{\n  a: { b: 1, c: 2 },\n  n: std.length($.a),\n  same: $.a == { b: 1, c: 2 },\n}"
    assert places("n", a=text) == ["a.jsonnet:3"]
    assert read_config("a.jsonnet").tree["n"] == 2


def test_json(places, tmp_path):
    (tmp_path / "b.json").write_text('{\n "a": {\n  "b": [1, {"c": 2}]\n }\n}')
    assert places("a.b[1].c", a="import 'b.json'") == ["b.json:3"]


BLOCKS = """\
local size = 3;
{
  note: |||

    it's here
      { b: 1 }
  |||,
  a: size,
  other: |||-
    |||  # not the end
  |||,
  b: 'x',
}
"""


def test_blocks_of_text(places):
    assert places("a", "b", a="import 'b.libsonnet'", b=BLOCKS) == [
        "b.libsonnet:8",
        "b.libsonnet:12",
    ]
    assert list(read_config("a.jsonnet").problems()) == []


def test_blocks_of_text_with_lines_that_end_in_cr_lf(places, tmp_path):
    text = BLOCKS.replace("|||\n\n", "|||\n", 1).replace("\n", "\r\n")
    (tmp_path / "b.libsonnet").write_bytes(text.encode())
    assert places("a", "b", a="import 'b.libsonnet'") == ["b.libsonnet:7", "b.libsonnet:11"]
    assert list(read_config("a.jsonnet").problems()) == []


def test_many_keys_take_no_long_time(places):
    text = "{\n" + "".join(f"  k{index}: {index},\n" for index in range(5000)) + "}"
    assert places("k4999", a=text) == ["a.jsonnet:5001"]


STRINGS = """\
local a = |||
  text: { b: 1 }
    local c = 2
|||;
// comment: 'not a string
# local d = 1
/* { e: 1 } */
{ f: a, g: 'it\\'s // no comment', h: @'c:\\', i: "a 'b' c", j: |||
  k: 1

  l: 2
  |||,
}
"""


def test_every_character_is_part_of_some_token():
    assert "".join(match[0] for match in PATTERN.finditer(STRINGS)) == STRINGS
    assert [key.name for key in keys(STRINGS)] == ['"f"', '"g"', '"h"', '"i"', '"j"']
    assert [token.kind for token in tokens("a+: 1e5")] == ["name", "other", "colons", "number"]


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("local a = 1; { b: 1 }", ["a"]),
        ("local a = 1; { b: a }", []),
        ("local a = 1; { a: 1 }", ["a"]),
        ("local a = 1; { [a]: 1 }", []),
        ("local a = { a: 1 }; { b: self.a }", ["a"]),
        ("local a = 1, b = a; { c: b }", []),
        ("local f(x) = x; { c: 1 }", ["f"]),
        ("{ local a = 1, b: 'a' }", ["a"]),
        ("local a = 1; local b = a; {}", ["b"]),
        ("{ b: local a = 1; a }", []),
        ("local a = 1; { b: '%(a)s' % { a: 2 } }", ["a"]),
    ],
)
def test_unused_locals(text, unused):
    assert [token.text for token in unused_locals(text)] == unused


def test_an_unused_local_is_told_with_its_place(places):
    places("b", a="local lib = import 'lib.libsonnet';\n{ b: lib }", lib="local x = 1;\n2")
    assert list(read_config("a.jsonnet").problems()) == [
        Problem("local x", "is not used, remove it", "lib.libsonnet:1")
    ]
