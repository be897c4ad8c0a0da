"""What an operator sees before a retraining starts: each data set as the trainer understands it."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

from bot.features.retraining.commands import run, why
from bot.features.retraining.confined import Confinement
from bot.features.retraining.face import Refusal, Request, Understood
from bot.features.retraining.recipe import inspecting, trainer

# A data set on the Hub is fetched first.
_SECONDS: Final = 120
_MEMORY: Final = 2 * 2**30
_UNREADABLE: Final = "What the trainer says of it cannot be read."


async def understand(request: Request, confinement: Confinement) -> tuple[Understood, ...]:
    """Look at each of its data sets, one after the other, in a process of its own."""
    data = [(upload.name, str(upload.path)) for upload in request.uploads]
    data += [(name, name) for name in request.sources]
    return tuple([await _understood(name, path, confinement) for name, path in data])


async def _understood(name: str, path: str, confinement: Confinement) -> Understood:
    bounded = Confinement(confinement.niceness, confinement.threads, _MEMORY, confinement.file_size)
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="mojibot-inspect-"))
    try:
        ran = await run(trainer(inspecting(path)), bounded, folder, seconds=_SECONDS)
    except OSError as error:
        return Understood(name, trouble=f"It could not be looked at: {error.strerror}.")
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    if ran.code != 0:
        return Understood(name, trouble=why(ran.code, ran.errors, names={path: name}))
    try:
        return _from_json(name, json.loads(ran.output))
    except (ValueError, KeyError, TypeError):
        return Understood(name, trouble=_UNREADABLE)


def _from_json(name: str, found: dict[str, Any]) -> Understood:
    return Understood(
        name=name,
        form=found["understood"],
        rows=found["rows"],
        emojis=found["emojis"],
        repeated=found["repeated"],
        refused=found["refused"],
        refusals=tuple(
            Refusal(one["reason"], one["rows"], tuple(one["lines"]), one.get("example", ""))
            for one in found["refusals"]
        ),
        examples=tuple((one["message"], one["emojis"]) for one in found["preview"]),
    )
