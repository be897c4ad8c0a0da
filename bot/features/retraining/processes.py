"""Processes that outlive the bot: started in a session of their own, found again, ended.

asyncio's own kill what they started when the bot goes; these write to files, and go on.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_POLL: Final = 0.1
# The descriptor under which a process holds the lock of whoever started it.
_LOCK: Final = 3
_STARTED_FIELD: Final = 19  # of /proc/PID/stat behind the name, counted from 0: see proc(5)
_ENDED_STATES: Final = {"Z", "X"}


@dataclass(frozen=True, slots=True)
class Child:
    """A process; ``born`` (clock ticks since the machine's start) tells it from a later namesake.

    ``born`` is None where the system does not say; such a process cannot be found again.
    """

    pid: int
    born: int | None

    @property
    def alive(self) -> bool:
        """Whether it runs; also of processes that somebody else started."""
        return self.born is not None and _born(self.pid) == self.born

    def ended(self) -> int | None:
        """Its exit code (a signal's number is negative), or None while it runs; a child's only."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def kill(self) -> None:
        """End it at once, and whatever it started; nothing happens where it has ended."""
        if self.born is None or self.alive:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)


def spawn(
    command: tuple[str, ...],
    *,
    environment: Mapping[str, str],
    output: Path,
    errors: Path,
    lock: int | None = None,
) -> Child:
    """Start ``command`` in a session of its own; what it prints is added to the two files.

    The descriptor ``lock`` stays open in it. Raises ``OSError``.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    actions: list[tuple[int, ...] | tuple[int, int, str, int, int]] = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(output), flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, str(errors), flags, 0o600),
    ]
    if lock is not None:
        actions.append((os.POSIX_SPAWN_DUP2, lock, _LOCK))
    pid = os.posix_spawn(
        command[0],
        command,
        environment,
        file_actions=actions,
        setsid=True,
        # What the bot ignores or blocks, a child would too.
        setsigmask=(),
        setsigdef=(signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ),
    )
    return Child(pid, _born(pid))


async def finish(child: Child, seconds: float) -> int | None:
    """Wait for the end of a child: its exit code, or None where it had to be killed.

    That happens after ``seconds``, and where the waiting is cancelled.
    """
    try:
        async with asyncio.timeout(seconds):
            while (code := child.ended()) is None:  # noqa: ASYNC110 - another process ends
                await asyncio.sleep(_POLL)
        return code
    except TimeoutError:
        return None
    finally:
        reap(child)


def reap(child: Child) -> None:
    """Kill a child of this process where it still runs, and wait for its end, which is near."""
    with suppress(ChildProcessError):
        if child.ended() is None:
            child.kill()
            os.waitpid(child.pid, 0)


def _born(pid: int) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return None
    state, *fields = stat.rpartition(")")[2].split()
    return None if state in _ENDED_STATES else int(fields[_STARTED_FIELD - 1])
