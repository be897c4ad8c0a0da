"""A circuit breaker: what has failed again and again is left alone for a while."""

from __future__ import annotations


class Breaker:
    """Opens after ``threshold`` failures in a row and closes at the next success.

    While it is open only a probe should be sent; when is its owner's business.
    """

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold
        self._failures = 0

    @property
    def is_open(self) -> bool:
        """Whether requests should fail at once."""
        return self._failures >= self._threshold

    def failed(self) -> bool:
        """Count a failure; returns whether this very one has opened the circuit."""
        self._failures += 1
        return self._failures == self._threshold

    def succeeded(self) -> bool:
        """Forget the failures; returns whether the circuit was open until now."""
        was_open = self.is_open
        self._failures = 0
        return was_open
