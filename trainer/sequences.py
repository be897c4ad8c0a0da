"""Views of long sequences, chosen or joined, without a copy of what is in them."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from typing import Final, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
# Elements that are looked up together where all are wanted, one after another.
_AT_ONCE: Final = 1_024


class View(Sequence[T]):
    """A sequence whose slices are views too; the whole is needed by its index alone."""

    @abstractmethod
    def at(self, place: int) -> T:
        """The element at ``place``, which is not negative."""

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return Chosen(self, np.arange(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self.at(place)

    def take(self, places: NDArray[np.int64]) -> list[T]:
        """The elements at ``places``, in that order."""
        return [self.at(place) for place in places.tolist()]

    def __iter__(self) -> Iterator[T]:
        for begin in range(0, len(self), _AT_ONCE):
            yield from self.take(np.arange(begin, min(begin + _AT_ONCE, len(self))))


class Chosen(View[T]):
    """Those elements of ``whole`` whose places are ``places``, in that order."""

    def __init__(self, whole: Sequence[T], places: NDArray[np.int64]) -> None:
        self._whole = whole
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def at(self, place: int) -> T:
        """The element at ``place``."""
        return self._whole[int(self._places[place])]

    def take(self, places: NDArray[np.int64]) -> list[T]:
        """The elements at ``places``, in that order."""
        return take(self._whole, self._places[places])


class Joined(View[T]):
    """The elements of several sequences, one after another."""

    def __init__(self, *parts: Sequence[T]) -> None:
        self._parts = parts
        self._ends = list(accumulate(map(len, parts)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def at(self, place: int) -> T:
        """The element at ``place``."""
        part = bisect_right(self._ends, place)
        return self._parts[part][place - (self._ends[part - 1] if part else 0)]

    def take(self, places: NDArray[np.int64]) -> list[T]:
        """The elements at ``places``, in that order."""
        found: dict[int, T] = {}
        begin = 0
        for part, end in zip(self._parts, self._ends, strict=True):
            here = places[(begin <= places) & (places < end)]
            found |= zip(here.tolist(), take(part, here - begin), strict=True)
            begin = end
        return [found[place] for place in places.tolist()]

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._parts)


def take(whole: Sequence[T], places: NDArray[np.int64]) -> list[T]:
    """The elements of any sequence at ``places``, in that order: few enough to hold."""
    return whole.take(places) if isinstance(whole, View) else [whole[i] for i in places.tolist()]


def choose(whole: Sequence[T], places: NDArray[np.int64]) -> Sequence[T]:
    """The elements at ``places``: of a view a view, else a tuple."""
    if isinstance(whole, View):
        return Chosen(whole, places)
    return tuple(whole[place] for place in places.tolist())


def join(*parts: Sequence[T]) -> Sequence[T]:
    """All elements of ``parts``: a view where one of them is a view, else a tuple."""
    if any(isinstance(part, View) for part in parts):
        return Joined(*(part for part in parts if part))
    return tuple(element for part in parts for element in part)


def thinned(whole: Sequence[T], most: int) -> tuple[T, ...]:
    """At most ``most`` elements, evenly spaced."""
    return tuple(whole[:: max(1, -(-len(whole) // most))])


def in_parts(elements: Iterable[T], size: int) -> Iterator[list[T]]:
    """``elements`` in lists of ``size``, the last of which may be shorter."""
    source = iter(elements)
    while part := list(islice(source, size)):
        yield part
