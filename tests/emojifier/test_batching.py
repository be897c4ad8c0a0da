from hypothesis import given
from hypothesis import strategies as st

from emojifier.batching import batches


@given(st.lists(st.integers(1, 300)), st.integers(1, 400), st.integers(1, 80))
def test_every_sequence_stands_in_one_group_within_the_bounds(
    lengths: list[int], max_tokens: int, max_rows: int
) -> None:
    groups = list(batches(lengths, max_tokens=max_tokens, max_rows=max_rows))

    assert sorted(i for group in groups for i in group) == list(range(len(lengths)))
    for group in groups:
        padded = len(group) * max(lengths[i] for i in group)
        assert len(group) == 1 or (padded <= max_tokens and len(group) <= max_rows)


def test_neighbours_in_length_share_a_group() -> None:
    groups = list(batches([30, 3, 29, 2], max_tokens=60, max_rows=2))

    assert groups == [[3, 1], [2, 0]]
