"""One retraining at a time over all processes, by a lock that no crash leaves behind."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

# Above the descriptors that a new process gets: spawning moves it to one of those.
_LOWEST: Final = 10


class Lock:
    """An flock(2) on an open file: whoever inherits ``descriptor`` holds it too.

    So a training that outlives the bot goes on holding it, and the system frees it with the last of
    its holders, however they end.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    @classmethod
    def take(cls, path: Path) -> Lock | None:
        """The lock, or None where somebody holds it. Raises ``OSError``."""
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return cls(fcntl.fcntl(opened, fcntl.F_DUPFD_CLOEXEC, _LOWEST))
        except BlockingIOError:
            return None
        finally:
            os.close(opened)

    def release(self) -> None:
        """Hold it no longer; a process that inherited it still does."""
        os.close(self.descriptor)
