"""What a loopback Hub remembers: repositories, their commits, large files, and what was asked."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Names that the real Hub's default .gitattributes stores as large files.
_LARGE = (".safetensors", ".bin", ".pt", ".png")
_INITIAL = {".gitattributes": b"*.safetensors filter=lfs diff=lfs merge=lfs -text\n"}


@dataclass
class Repository:
    """Commits by their ids, oldest first, each with all files; branches and tags by name.

    ``sizes`` lists files with other sizes than theirs.
    """

    private: bool = False
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def commit(self, files: Mapping[str, bytes], oid: str | None = None) -> str:
        """Add a commit to ``main`` with exactly these files; returns its id."""
        content = repr((sorted(files.items()), len(self.commits))).encode()
        oid = oid or hashlib.sha1(content, usedforsecurity=False).hexdigest()
        self.commits[oid] = dict(files)
        self.names["main"] = oid
        return oid

    def resolve(self, revision: str) -> str | None:
        """The commit that a revision means."""
        return revision if revision in self.commits else self.names.get(revision)

    @property
    def head(self) -> dict[str, bytes]:
        """The files of ``main``."""
        return self.commits[self.names["main"]]


@dataclass
class Fault:
    """What the next ``times`` requests get whose ``METHOD /path`` matches ``where``.

    A ``status``, or the right answer: with ``cut``, broken off after so many bytes of its body;
    with ``swap``, other bytes of the same length; with ``whole``, all of a file for a part of it.
    """

    where: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    swap: bool = False
    whole: bool = False
    times: int = 1
    struck: threading.Event = field(default_factory=threading.Event)

    def strikes(self, request: str) -> bool:
        """Whether this request gets it; counts."""
        if not self.times or not re.fullmatch(self.where, request):
            return False
        self.times -= 1
        self.struck.set()
        return True


@dataclass
class Asked:
    """A request that came in: ``METHOD /path``, and the headers that tests look at."""

    request: str
    token: str | None
    range: str | None


@dataclass
class State:
    """Everything the Hub knows. ``tokens`` maps each to ``read`` or ``write``."""

    repositories: dict[str, Repository] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def create(self, name: str, *, private: bool) -> Repository:
        """A new repository with the first commit that the Hub makes."""
        repository = self.repositories[name] = Repository(private)
        repository.commit(_INITIAL)
        return repository

    def add_folder(self, name: str, folder: Path, commit: str | None = None) -> Repository:
        """A public repository with a folder's files."""
        repository = self.repositories[name] = Repository()
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        repository.commit(_INITIAL | files, commit)
        return repository

    def fault(self, request: str) -> Fault | None:
        """The fault that strikes this request."""
        return next((fault for fault in self.faults if fault.strikes(request)), None)

    def requests(self, pattern: str) -> list[Asked]:
        """The requests so far that match."""
        return [asked for asked in self.asked if re.fullmatch(pattern, asked.request)]


def is_large(name: str) -> bool:
    """Whether the Hub stores a file of that name apart from git."""
    return name.endswith(_LARGE)


def blob_id(content: bytes) -> str:
    """git's id of a file."""
    header = f"blob {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()


def sha256(content: bytes) -> str:
    """The id of a large file."""
    return hashlib.sha256(content).hexdigest()
