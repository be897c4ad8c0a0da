"""How long to wait before connecting again."""

from __future__ import annotations

import random
from typing import Final

# Discord resets a bot's token after 1,000 identifies in a day; at this ceiling, and half of it at
# least between two, it comes to 576.
LONGEST: Final = 300.0
_RANDOM: Final = random.SystemRandom()


class Backoff:
    """Exponential waits with jitter, so that many bots do not come back in the same second."""

    def __init__(self) -> None:
        self._failures = 0

    def after(self, lived: float) -> float:
        """Seconds to wait after a connection that lived ``lived`` seconds.

        The n-th failure in a row waits between a half and the whole of 2^n, up to ``LONGEST``;
        a connection that outlived ``LONGEST`` counts as a success.
        """
        self._failures = 1 if lived > LONGEST else self._failures + 1
        ceiling = min(LONGEST, 2.0 ** min(self._failures, 16))
        return _RANDOM.uniform(ceiling / 2, ceiling)
