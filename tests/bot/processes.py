"""``python -m bot`` as a process of its own, as a person or a supervisor runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
# Seconds within which SIGTERM and SIGINT must end the bot, whatever it does.
END_WITHIN: Final = 5.0
# Seconds for what ends by itself; importing torch is part of it.
PATIENCE: Final = 60.0

# A bot whose model loads when a line comes on standard input, and says when it computes; a message
# with "stuck" in it keeps the model busy for good, one with "lost" loses the device.
FAKE_BOT: Final = """
import sys
from bot import app, cli
from emojifier.errors import DeviceLost
from tests.bot.fakes import FakeModel, Gate

class Model(FakeModel):
    def suggest(self, texts, k=3, *, newest=None):
        if "stuck" in texts[0]:
            print("computing", flush=True)
            Gate(is_open=False).wait()
        if "lost" in texts[0]:
            raise DeviceLost("an illegal address was met")
        return super().suggest(texts, k, newest=newest)

def load(settings):
    print("loading", flush=True)
    if sys.stdin.readline() == "fail\\n":
        raise OSError("The disk is on fire.")
    return Model()

app.load_model = load
sys.exit(cli.main([]))
"""


class BotProcess:
    """A running bot; ``url`` is where its playground is."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = ""

    def line(self) -> str:
        """Wait for the next line on standard output; empty where the process has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def tell(self, line: str) -> None:
        """Write a line to standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def end(self, number: signal.Signals | None = None) -> tuple[int, str, str]:
        """Send a signal, if any, and wait: exit code, rest of standard output, standard error."""
        patience = PATIENCE
        if number is not None:
            self._process.send_signal(number)
            patience = END_WITHIN
        out, err = self._process.communicate(timeout=patience)
        return self._process.returncode, out, err


@contextmanager
def bot_process(
    cwd: Path, *, arguments: Sequence[str] = ("-m", "bot"), **settings: str
) -> Iterator[BotProcess]:
    """Start a bot in ``cwd``, on a free port unless ``settings`` say otherwise; kill it at last."""
    # Nothing of the settings of whoever runs the tests.
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PLAYGROUND_PORT": "0",
        **settings,
    }
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield BotProcess(process)
        finally:
            process.kill()


@contextmanager
def running_bot(cwd: Path, *, fake: bool = False, **settings: str) -> Iterator[BotProcess]:
    """A bot whose playground answers; ``fake`` starts ``FAKE_BOT``, whose model waits."""
    arguments = ("-c", FAKE_BOT) if fake else ("-m", "bot")
    with bot_process(cwd, arguments=arguments, **settings) as bot:
        first = bot.line()
        assert first.startswith("mojibot playground: http://"), first
        bot.url = first.removeprefix("mojibot playground: ")
        yield bot
