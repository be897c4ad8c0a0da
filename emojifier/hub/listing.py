"""Which files of a stranger's repository are fetched, decided before any of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from emojifier.artifact import MANIFEST, MAX_JSON, MAX_WEIGHTS, REQUIRED_FILES
from emojifier.errors import HubError

# What a model folder holds: weights and JSON, a card, and a report to look at. Names that start
# with a dot, climb out of the folder or lie deeper in it are none of these.
_WANTED = re.compile(
    r"[\w-][\w.-]*\.(?:safetensors|json|txt)|README\.md|report/[\w-][\w.-]*\.(?:png|txt|jsonl?)",
    re.ASCII,
)
# Formats whose mere opening can run code, and code itself.
_DANGEROUS = re.compile(
    r".*\.(?:bin|pkl|pickle|pt|pth|ckpt|joblib|h5|keras|npy|npz|py|so)(?:\.\w+)?", re.IGNORECASE
)
_MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the Hub lists it; ``size`` in bytes, None where it does not say."""

    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """What will be fetched, the manifest first, and the names of what stays behind."""

    files: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(size for _, size in self.files)


def is_wanted(name: str) -> bool:
    """Whether a file of that name belongs to a model folder that is exchanged."""
    return _WANTED.fullmatch(name) is not None


def choose(where: str, found: Iterable[RemoteFile]) -> Listing:
    """Pick a model folder's files out of a repository's; ``where`` names it in a refusal.

    Raises ``HubError`` where it is no mojibot model, holds pickles or code, or is too large.
    """
    files = tuple(found)
    names = {file.name for file in files}
    if MANIFEST not in names:
        raise HubError(
            f"{where} is not a mojibot model: it has no {MANIFEST} (a plain GPT-2 can be what "
            "training starts from: python -m trainer fine-tune --base)."
        )
    for file in files:
        if _DANGEROUS.fullmatch(file.name):
            raise HubError(
                f"{where} holds {file.name[:100]!r}, which can run code when it is opened: mojibot "
                "takes safetensors and JSON only, so ask its owner to remove it."
            )
    for required in REQUIRED_FILES:
        if required not in names:
            raise HubError(f"{where} is incomplete: {required} is missing.")
    wanted = [(file.name, _bounded(where, file)) for file in files if is_wanted(file.name)]
    if len(wanted) > _MAX_FILES:
        raise HubError(f"{where} has more than {_MAX_FILES} files, which no mojibot model has.")
    return Listing(
        tuple(sorted(wanted, key=lambda file: file[0] != MANIFEST)),
        tuple(sorted(n for n in names if not is_wanted(n) and n != ".gitattributes")),
    )


def stale(listed: Sequence[str], published: Iterable[str]) -> list[str]:
    """Files of an earlier model in a repository that the one now published lacks."""
    return sorted({name for name in listed if is_wanted(name)} - set(published))


def _bounded(where: str, file: RemoteFile) -> int:
    limit = MAX_WEIGHTS if file.name.endswith(".safetensors") else MAX_JSON
    if file.size is None or not 0 <= file.size <= limit:
        raise HubError(
            f"{file.name} in {where} is larger than the {limit >> 20:,} MiB that any mojibot model "
            "needs: it is not fetched."
        )
    return file.size
