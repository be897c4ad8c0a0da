"""What may be asked for: the names of data sets and base models, and sensible numbers."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.features.retraining.commands import run
from bot.features.retraining.confined import Confinement
from bot.features.retraining.face import Request
from bot.features.retraining.host import is_equipped
from bot.features.retraining.recipe import trainer

_SECONDS: Final = 60
_MOST_EPOCHS: Final = 100


class Sources:
    """The data sets that may be named: those of the operator's settings, and those that ship."""

    def __init__(self, own: tuple[str, ...], confinement: Confinement) -> None:
        self.names: tuple[str, ...] = own
        self._own = own
        self._confinement = confinement

    async def list_shipped(self) -> None:
        """Ask the trainer, which alone knows what ships; nothing is added where it does not say."""
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="mojibot-list-"))
        try:
            ran = await run(trainer(("data", "list")), self._confinement, folder, seconds=_SECONDS)
        except OSError:
            return
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        lines = ran.output.decode("utf-8", errors="replace").splitlines() if ran.code == 0 else []
        self.names = (*self._own, *(line.split()[0] for line in lines if line.strip()))


def wrong_with(request: Request, sources: Sequence[str], bases: Sequence[str]) -> str | None:
    """A sentence on what cannot be asked for, or None; the data themselves are not looked at."""
    if not is_equipped():
        return "Training needs more packages: pip install 'mojibot[train]', then start anew."
    if not request.uploads and not request.sources:
        return "There is nothing to learn from: attach a file, or name a data set."
    unknown = [name for name in request.sources if name not in sources]
    if unknown:
        return f"{unknown[0][:100]} is no data set here: RETRAIN_SOURCES lists what may be used."
    if request.base not in bases:
        return f"{request.base[:100]} is no model to go on from: choose one of {', '.join(bases)}."
    if not 0 < request.epochs <= _MOST_EPOCHS:
        return f"Epochs are more than 0 and at most {_MOST_EPOCHS}."
    if not 0 < request.learning_rate <= 1:
        return "The learning rate is more than 0 and at most 1, for example 0.00002."
    return None
