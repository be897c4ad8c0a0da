"""Publish a model folder on the Hugging Face Hub: private, in one commit, nothing but the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import (
    CommitOperationAdd,
    CommitOperationDelete,
    ModelInfo,
    get_token,
)

from emojifier.artifact import MANIFEST, Manifest, open_folder
from emojifier.catalogue import catalogue
from emojifier.errors import HubError
from emojifier.hub.client import Hub
from emojifier.hub.listing import RemoteFile, choose, is_wanted, stale
from emojifier.hub.reference import Reference, is_repository
from trainer.errors import ArgumentError, OutputError


@dataclass(frozen=True, slots=True)
class Published:
    """Where a model went: ``reference`` names the commit, ``url`` its page."""

    reference: Reference
    url: str
    private: bool


def publish(
    folder: Path, repository: str, *, public: bool = False, hub: Hub | None = None
) -> Published:
    """Upload a model folder to ``repository`` (``owner/name``), made if it is not there.

    Only the files of its manifest go, the card and the report. Raises ``ModelFolderError`` where
    the folder is damaged, ``ArgumentError``, ``OutputError`` where the repository holds something
    else or is more public than asked for, and ``HubError``.
    """
    hub = hub or Hub()
    if not is_repository(repository):
        raise ArgumentError(f"{repository[:100]!r} is no repository: write owner/name.")
    manifest = open_folder(folder, catalogue())
    names = _files(folder, manifest)
    if not (hub.token or get_token()):
        raise ArgumentError(
            "Publishing needs a token that may write: make one at "
            "https://huggingface.co/settings/tokens and set HF_TOKEN to it."
        )
    with hub.explained(repository):
        hub.patiently(lambda: hub.api.create_repo(repository, private=not public, exist_ok=True))
        info = hub.patiently(lambda: hub.api.model_info(repository))
    _check_repository(repository, info, public=public)
    return _commit(folder, names, repository, info, f"{manifest.name} {manifest.version}", hub)


def _files(folder: Path, manifest: Manifest) -> list[str]:
    """What is published, as paths within ``folder``: by the same rules as for what is pulled."""
    rest = [folder / "README.md", *sorted(folder.glob("report/*"))]
    names = [MANIFEST, *manifest.files, *(path.relative_to(folder).as_posix() for path in rest)]
    found = [
        RemoteFile(name, (folder / name).stat().st_size)
        for name in names
        if (folder / name).is_file()
    ]
    return [name for name, _ in choose(str(folder), found).files]


def _check_repository(repository: str, info: ModelInfo, *, public: bool) -> None:
    there = _names(info)
    if MANIFEST not in there and any(is_wanted(name) and name != "README.md" for name in there):
        raise OutputError(f"{repository} holds something that is no mojibot model: choose another.")
    if not (info.private or public):
        raise OutputError(
            f"{repository} exists and is public: add --public, or choose another name."
        )


def _commit(
    folder: Path, names: Sequence[str], repository: str, info: ModelInfo, title: str, hub: Hub
) -> Published:
    operations: list[CommitOperationAdd | CommitOperationDelete] = [
        *(CommitOperationAdd(name, str(folder / name)) for name in names),
        *(CommitOperationDelete(name) for name in stale(_names(info), names)),
    ]
    try:
        with hub.explained(repository), hub.bounded():
            done = hub.api.create_commit(
                repository, operations, commit_message=title, parent_commit=info.sha
            )
    except (OSError, RuntimeError, ValueError) as error:  # of the compiled client of Xet, mostly
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise HubError(
            f"The upload broke off and nothing was published: try again, or set "
            f"HF_HUB_DISABLE_XET=1 to upload without Xet ({reason})."
        ) from error
    return Published(
        Reference(repository, done.oid), f"{hub.address}/{repository}", bool(info.private)
    )


def _names(info: ModelInfo) -> Sequence[str]:
    return [file.rfilename for file in info.siblings or []]
