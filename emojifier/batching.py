"""Which sequences share a forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def batches(lengths: Sequence[int], *, max_tokens: int, max_rows: int) -> Iterator[list[int]]:
    """Indices of ``lengths`` in groups for one forward pass each, the shortest first.

    Neighbours in length share a group, so that little is padded. A group has at most ``max_rows``
    sequences and, padded to its longest, ``max_tokens`` tokens; a longer sequence stands alone.
    """
    group: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group and (len(group) == max_rows or (len(group) + 1) * lengths[i] > max_tokens):
            yield group
            group = []
        group.append(i)
    if group:
        yield group
