import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data.records import Records, write_records


@given(records=st.lists(st.tuples(st.binary(max_size=20), st.integers(0, 2**64 - 1)), max_size=20))
def test_records_there_and_back(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("records") / "a"
    with path.open("wb") as file:
        write_records(file, iter(records))
    found = Records(path.open("rb"))
    assert list(found) == [record for record, _ in records]
    assert found.numbers.tolist() == [number for _, number in records]
    assert [found[i] for i in range(-len(records), 0)] == list(found)
    with pytest.raises(IndexError):
        found[len(records)]


@pytest.mark.parametrize(
    "damage", [lambda c: c[:-1], lambda c: b"", lambda c: c[5:], lambda c: c * 0]
)
def test_what_is_cut_off_is_refused(tmp_path, damage):
    content = io.BytesIO()
    write_records(content, [(b"", 1), (b"", 2)])
    (tmp_path / "a").write_bytes(damage(content.getvalue()))
    with pytest.raises(ValueError, match="no file of records"):
        Records((tmp_path / "a").open("rb"))
