"""How a model on the Hub is named: ``owner/name@revision``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = r"\w+(?:[.-]\w+)*"
_REPOSITORY = re.compile(rf"(?=.{{3,96}}$){_PART}/{_PART}", re.ASCII)
_REVISION = re.compile(r"(?!.*\.\.)\w[\w.-]*(?:/\w[\w.-]*)*", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}")
_MAX_REVISION = 100


@dataclass(frozen=True, slots=True)
class Reference:
    """A repository ``owner/name`` at a revision: a commit, a branch or a tag.

    Raises ``ValueError`` for what can be neither; nobody is asked whether it exists.
    """

    repository: str
    revision: str

    def __post_init__(self) -> None:
        if not is_repository(self.repository):
            raise ValueError(f"{self.repository[:100]!r} is no owner/name")
        if len(self.revision) > _MAX_REVISION or not _REVISION.fullmatch(self.revision):
            raise ValueError(f"{self.revision[:100]!r} is no revision")

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read ``owner/name@revision``; raises ``ValueError``."""
        repository, _, revision = text.partition("@")
        return cls(repository, revision)

    @property
    def pinned(self) -> bool:
        """Whether the revision is a commit in full, which always means the same files."""
        return _COMMIT.fullmatch(self.revision) is not None

    def __str__(self) -> str:
        return f"{self.repository}@{self.revision}"


def is_repository(text: str) -> bool:
    """Whether ``text`` could be a repository's ``owner/name``."""
    return _REPOSITORY.fullmatch(text) is not None and not text.endswith(".git")
