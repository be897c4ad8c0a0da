"""Files that operators attach: which kinds, how big, and how they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from bot.features.errors import FeatureError
from bot.features.wording import shortened

KINDS: Final = (".csv", ".tsv", ".jsonl", ".parquet")
# In bytes.
LARGEST: Final = 25 * 1024 * 1024
# So many in one request.
MOST: Final = 3
_NAME: Final = 60
_NOTHING: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as the platform tells of it: ``size`` in bytes, ``url`` to fetch it from."""

    name: str
    size: int
    url: str

    @property
    def kind(self) -> str:
        """The ending of its name, such as ``.csv``."""
        return PurePosixPath(self.name).suffix.lower()


class WrongKind(FeatureError):
    """A file with another ending than those in ``KINDS``."""

    message = "retraining-file-kind"


class TooBig(FeatureError):
    """More than ``LARGEST`` bytes, whatever the platform said."""

    message = "retraining-file-size"


class Unreachable(FeatureError):
    """The platform did not hand the file out."""

    message = "retraining-file-gone"


def check(files: Sequence[Attached]) -> None:
    """Refuse by what is known before a byte is fetched. Raises ``WrongKind`` or ``TooBig``."""
    for file in files:
        if file.kind not in KINDS:
            raise WrongKind(name=shown(file.name))
        if file.size > LARGEST:
            raise TooBig(name=shown(file.name))


def shown(name: str) -> str:
    """A file's name on one line, cut short; markup is still in it."""
    return " ".join(shortened(name, _NAME, _NOTHING).split())
