import torch
from hypothesis import given
from hypothesis import strategies as st

from mgkd.models.embedders.projection import as_wide_as_new, principal_components


def rows_of_rank(rank, count=12, width=7, seed=0):
    generator = torch.Generator().manual_seed(seed)
    left = torch.randn(count, rank, generator=generator, dtype=torch.float64)
    return left @ torch.randn(rank, width, generator=generator, dtype=torch.float64)


@given(rank=st.integers(1, 7), more=st.integers(0, 4), seed=st.integers(0, 99))
def test_inner_products_are_kept_from_the_rank_on(rank, more, seed):
    rows = rows_of_rank(rank, seed=seed)
    found = principal_components(rows, rank + more)
    assert found.shape == (12, rank + more)
    assert torch.allclose(found @ found.T, rows @ rows.T, atol=1e-6)


@given(size=st.integers(1, 6), seed=st.integers(0, 99))
def test_below_the_rank_what_is_lost_is_what_any_projection_must_lose(size, seed):
    """Squared error of the rows = the sum of the squares of the singular values left out."""
    rows = rows_of_rank(7, seed=seed)
    found = principal_components(rows, size)
    lost = rows.square().sum() - found.square().sum()
    assert torch.allclose(lost, torch.linalg.svdvals(rows)[size:].square().sum())


def test_more_dimensions_than_there_are_hold_zeros():
    found = principal_components(rows_of_rank(3, width=3), 5)
    assert found[:, :3].any(dim=0).all()
    assert not found[:, 3:].any()


@given(seed=st.integers(0, 99))
def test_signs_are_settled(seed):
    """Neither the order of the rows nor their sign decides the sign of a direction."""
    rows = rows_of_rank(7, seed=seed)
    found = principal_components(rows, 4)
    assert torch.allclose(principal_components(rows.flip(0), 4).flip(0), found, atol=1e-6)
    assert torch.allclose(principal_components(-rows, 4), -found, atol=1e-6)


def test_directions_come_by_their_weight_and_single_precision_stays():
    rows = torch.diag(torch.tensor([1.0, -3.0, 2.0]))
    found = principal_components(rows, 2)
    assert found.dtype == torch.float32
    expected = torch.tensor([[0.0, 0.0], [-3.0, 0.0], [0.0, 2.0]])
    assert torch.allclose(found, expected, atol=1e-6)


def test_vectors_as_wide_as_new_ones():
    rows = 0.01 * rows_of_rank(7)
    found = as_wide_as_new(rows)
    assert abs(found.square().mean().item() - 1) < 1e-9
    assert torch.allclose(found / rows, (found / rows)[0, 0].expand_as(rows))
    counted = torch.arange(12) < 5
    assert abs(as_wide_as_new(rows, counted)[:5].square().mean().item() - 1) < 1e-9


def test_vectors_of_nothing_stay_nothing():
    assert not as_wide_as_new(torch.zeros(2, 3)).any()
