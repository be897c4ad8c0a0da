"""Which sequences share a forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def packed(lengths: Sequence[int], *, max_tokens: int) -> Iterator[list[int]]:
    """Indices of ``lengths`` in groups, in order, of at most ``max_tokens`` tokens together.

    For passes without padding; a longer sequence stands alone.
    """
    group: list[int] = []
    total = 0
    for i, length in enumerate(lengths):
        if group and total + length > max_tokens:
            yield group
            group, total = [], 0
        group.append(i)
        total += length
    if group:
        yield group


def padded(lengths: Sequence[int], *, max_tokens: int) -> Iterator[list[int]]:
    """Indices of ``lengths`` in groups, the shortest first.

    Neighbours in length share a group, so that little is padded. A group padded to its longest
    has at most ``max_tokens`` tokens; a longer sequence stands alone.
    """
    group: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group and (len(group) + 1) * lengths[i] > max_tokens:
            yield group
            group = []
        group.append(i)
    if group:
        yield group
