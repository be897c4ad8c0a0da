"""``python -m bot.features.retraining.confined LIMITS COMMAND ...``: the last step before training.

Takes away what would hurt the bot beside it, then becomes COMMAND, under the same process id.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a process may take. ``memory`` (None: no limit) and ``file_size`` are in bytes.

    ``niceness`` lowers its share of the CPU, and with it that of the disk (ioprio_set(2));
    ``threads`` bounds those that compute.
    """

    niceness: int = 19
    threads: int = 1
    memory: int | None = None
    file_size: int | None = None

    def command(self, command: tuple[str, ...]) -> tuple[str, ...]:
        """``command``, confined."""
        return (sys.executable, "-m", __name__, json.dumps(asdict(self)), *command)

    def environment(self) -> dict[str, str]:
        """What the libraries read at their start."""
        names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        return {name: str(self.threads) for name in names}

    def apply(self) -> None:
        """Confine this process, as far as the system lets it."""
        with suppress(OSError):
            os.nice(self.niceness)
        if os.getsid(0) == os.getpid():
            # Linux shares the CPU out to sessions first, and niceness counts only inside one
            # (sched(7), "The autogroup feature").
            with suppress(OSError):
                Path("/proc/self/autogroup").write_text(str(self.niceness), "ascii")
        with suppress(OSError):  # where memory runs out, the system ends this one, not the bot
            Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
        for kind, limit in (
            (resource.RLIMIT_DATA, self.memory),
            (resource.RLIMIT_FSIZE, self.file_size),
        ):
            if limit is not None:
                with suppress(OSError, ValueError):
                    resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    Confinement(**json.loads(sys.argv[1])).apply()
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - what the bot itself composed
