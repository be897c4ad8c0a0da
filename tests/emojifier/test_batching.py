from hypothesis import given
from hypothesis import strategies as st

from emojifier.batching import packed, padded

LENGTHS = st.lists(st.integers(1, 300))


@given(LENGTHS, st.integers(1, 400))
def test_packed_groups_hold_every_sequence_in_order_within_the_bound(
    lengths: list[int], max_tokens: int
) -> None:
    groups = list(packed(lengths, max_tokens=max_tokens))

    assert [i for group in groups for i in group] == list(range(len(lengths)))
    for group in groups:
        assert len(group) == 1 or sum(lengths[i] for i in group) <= max_tokens


@given(LENGTHS, st.integers(1, 400))
def test_padded_groups_hold_every_sequence_within_the_bound(
    lengths: list[int], max_tokens: int
) -> None:
    groups = list(padded(lengths, max_tokens=max_tokens))

    assert sorted(i for group in groups for i in group) == list(range(len(lengths)))
    for group in groups:
        assert len(group) == 1 or len(group) * max(lengths[i] for i in group) <= max_tokens


def test_neighbours_in_length_share_a_padded_group() -> None:
    assert list(padded([30, 3, 29, 2], max_tokens=60)) == [[3, 1], [2, 0]]
