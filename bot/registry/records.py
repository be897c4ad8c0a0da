"""What is known of a model version, and which one is active: plain values, kept as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

# The id of the model that ships: always there, outside the registry's folder.
SHIPPED: Final = "shipped"

# A folder's name that is no path, needs no quotes in a shell and is not hidden.
VersionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]


class Record(BaseModel):
    """Base of what is kept: frozen; what a newer version of the bot added is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Version(Record):
    """One registered model folder.

    ``id`` is the folder's name in the registry; ``title`` is what answers call it; ``digest`` is
    that of its ``emojifier.json``, which holds every file's checksum. ``parent`` is the version
    that it was trained from. ``reason`` says why the quality gate keeps it back, None where it
    passed or was not asked. ``size`` is in bytes.
    """

    id: VersionId
    title: str
    digest: str
    parent: VersionId | None = None
    base: str = ""
    data: tuple[str, ...] = ()
    metrics: dict[str, float] = Field({})
    added: datetime
    by: str
    size: int
    pinned: bool = False
    reason: str | None = None


class Active(Record):
    """Which version answers, and which did before it, newest first.

    ``setting`` is the version that ``MODEL`` named when a bot started last.
    """

    id: VersionId
    since: datetime
    by: str
    before: tuple[VersionId, ...] = ()
    setting: VersionId | None = None
