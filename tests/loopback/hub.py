"""A Hugging Face Hub on loopback: the routes by which the official library fetches and uploads."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import close_session, constants

from tests.loopback.hub_http import Exchange, Refused
from tests.loopback.hub_repositories import (
    Fault,
    Repository,
    State,
    blob_id,
    is_large,
    sha256,
)

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@contextmanager
def hub(repositories: dict[str, Path]) -> Iterator[str]:
    """Serve folders as public repositories by id; yields the address for ``HF_ENDPOINT``."""
    state = State()
    for name, folder in repositories.items():
        state.add_folder(name, folder, COMMIT)
    with serve(state) as address:
        yield address


@contextmanager
def serve(state: State) -> Iterator[str]:
    """Serve ``state``, which requests change; yields the address."""

    class Handler(_Handler):
        hub = state

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def known_to_the_library(
    address: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Within, the library of this process knows no other Hub, no token, and no cache but ours.

    It speaks Git LFS: the protocol of Xet is a compiled client's own.
    """
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    files = f"{address}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    for name, value in {
        "ENDPOINT": address,
        "HUGGINGFACE_CO_URL_TEMPLATE": files,
        "HF_TOKEN_PATH": str(home / "token"),
        "HF_ASSETS_CACHE": str(home / "assets"),
        "HF_HUB_DISABLE_XET": True,
    }.items():
        monkeypatch.setattr(constants, name, value)
    yield
    close_session()


class _Handler(Exchange):
    def _repository(self, name: str, *, write: bool = False) -> Repository:
        """As the real one: who may not see a repository is told that there is none."""
        repository = self.hub.repositories.get(name)
        if repository is None or (repository.private and self.token is None):
            raise Refused(404 if self.token else 401, "RepoNotFound", "Repository not found")
        if write:
            self._must_write()
        return repository

    def _must_write(self) -> None:
        if self.token is None:
            raise Refused(401, message="Invalid username or password.")
        if self.hub.tokens[self.token] != "write":
            raise Refused(403, message="You don't have the rights to do this")

    def _revision(self, repository: Repository, revision: str | None) -> str:
        commit = repository.resolve(revision or "main")
        if commit is None:
            raise Refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        return commit

    def _address(self) -> str:
        return f"http://{self.headers['Host']}"

    def create(self) -> None:
        self._must_write()
        wanted = json.loads(self.body)
        name = f"{wanted['organization']}/{wanted['name']}"
        taken = name in self.hub.repositories
        if not taken:
            self.hub.create(name, private=wanted.get("visibility") == "private")
        self.send_json({"url": f"{self._address()}/{name}", "name": name}, 409 if taken else 200)

    def validate_card(self) -> None:
        self.send_json({"errors": [], "warnings": []})

    def info(self, name: str, revision: str | None = None) -> None:
        repository = self._repository(name)
        commit = self._revision(repository, revision)
        files = repository.commits[commit].items()
        details = "blobs" in self.query
        self.send_json(
            {
                "_id": COMMIT[:24],
                "id": name,
                "modelId": name,
                "sha": commit,
                "private": repository.private,
                "tags": [],
                "downloads": 0,
                "likes": 0,
                "siblings": [
                    {
                        "rfilename": file,
                        **(_details(file, content) if details else {}),
                        **({"size": repository.sizes[file]} if file in repository.sizes else {}),
                    }
                    for file, content in files
                ],
            }
        )

    def preupload(self, name: str, revision: str) -> None:
        files = self._repository(name, write=True).commits
        commit = self._revision(self.hub.repositories[name], revision)
        there = {file: blob_id(content) for file, content in files[commit].items()}
        self.send_json(
            {
                "files": [
                    {
                        "path": file["path"],
                        "uploadMode": "lfs" if is_large(file["path"]) else "regular",
                        "shouldIgnore": False,
                        "oid": None if is_large(file["path"]) else there.get(file["path"]),
                    }
                    for file in json.loads(self.body)["files"]
                ]
            }
        )

    def batch(self, name: str) -> None:
        self._repository(name, write=True)
        objects = json.loads(self.body)["objects"]
        for wanted in objects:
            if wanted["oid"] not in self.hub.large:
                upload = {"href": f"{self._address()}/lfs/{wanted['oid']}"}
                verify = {"href": f"{self._address()}/verify/{name}"}
                wanted["actions"] = {"upload": upload, "verify": verify}
        self.send_json({"transfer": "basic", "objects": objects})

    def take(self, oid: str) -> None:
        if sha256(self.body) != oid:
            raise Refused(400, message="The content does not match its id")
        self.hub.large[oid] = self.body
        self.send(200)

    def verify(self, name: str) -> None:
        self._repository(name, write=True)
        self.send(200 if json.loads(self.body)["oid"] in self.hub.large else 404)

    def commit(self, name: str, revision: str) -> None:
        repository = self._repository(name, write=True)
        parent = self._revision(repository, revision)
        files = dict(repository.commits[parent])
        for line in map(json.loads, self.body.splitlines()):
            value = line["value"]
            if line["key"] == "header" and value.get("parentCommit", parent) != parent:
                raise Refused(412, message="A commit has happened since")
            self._apply(files, line["key"], value)
        oid = repository.commit(files)
        url = f"{self._address()}/{name}/commit/{oid}"
        self.send_json({"success": True, "commitOid": oid, "commitUrl": url, "hookOutput": ""})

    def _apply(self, files: dict[str, bytes], key: str, value: dict[str, Any]) -> None:
        if key == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif key == "lfsFile":
            files[value["path"]] = self.hub.large[value["oid"]]
        elif key == "deletedFile":
            del files[value["path"]]

    def resolve(self, name: str, revision: str, file: str) -> None:
        repository = self._repository(name)
        commit = self._revision(repository, revision)
        content = repository.commits[commit].get(file)
        headers = {"X-Repo-Commit": commit, "Accept-Ranges": "bytes"}
        if content is None:
            self.send(404, headers={**headers, "X-Error-Code": "EntryNotFound"})
        elif is_large(file):
            oid = sha256(content)
            self.hub.large[oid] = content
            linked = {"X-Linked-Etag": f'"{oid}"', "X-Linked-Size": str(len(content))}
            # Another host, as in the real one: no token may follow there.
            away = f"http://localhost:{self.headers['Host'].rpartition(':')[2]}/cdn/{oid}"
            self.send(302, headers={**headers, **linked, "Location": away})
        else:
            self.send_range(content, {**headers, "ETag": f'"{blob_id(content)}"'})

    def deliver(self, oid: str) -> None:
        self.send_range(self.hub.large[oid], {"ETag": f'"{oid}"'})

    def dataset(self, name: str, revision: str | None = None) -> None:
        self.info(f"datasets/{name}", revision)

    def tree(self, name: str, revision: str, folder: str | None = None) -> None:
        files = self._files(name, revision)
        inside = f"{folder}/" if folder else ""
        self.send_json([_entry(file, files[file]) for file in files if file.startswith(inside)])

    def paths(self, name: str, revision: str) -> None:
        files = self._files(name, revision)
        wanted = json.loads(self.body)["paths"]
        self.send_json([_entry(file, files[file]) for file in wanted if file in files])

    def _files(self, dataset: str, revision: str) -> dict[str, bytes]:
        repository = self._repository(f"datasets/{dataset}")
        return repository.commits[self._revision(repository, revision)]


def _entry(name: str, content: bytes) -> dict[str, object]:
    """A file as the lists of a repository's files have it; folders are not listed."""
    details = _details(name, content)
    return {"type": "file", "path": name, "oid": details["blobId"], **details}


def _details(name: str, content: bytes) -> dict[str, object]:
    details: dict[str, object] = {"size": len(content), "blobId": blob_id(content)}
    if is_large(name):
        details["lfs"] = {"sha256": sha256(content), "size": len(content), "pointerSize": 134}
    return details


_NAME = r"((?:datasets/)?[\w.-]+(?:/[\w.-]+)?)"
_Handler.routes = (
    (r"POST /api/repos/create", _Handler.create),
    (r"POST /api/validate-yaml", _Handler.validate_card),
    (rf"GET /api/models/{_NAME}", _Handler.info),
    (rf"GET /api/models/{_NAME}/revision/(.+)", _Handler.info),
    (rf"GET /api/datasets/{_NAME}", _Handler.dataset),
    (rf"GET /api/datasets/{_NAME}/revision/(.+)", _Handler.dataset),
    (rf"GET /api/datasets/{_NAME}/tree/([^/]+)(?:/(.+))?", _Handler.tree),
    (rf"POST /api/datasets/{_NAME}/paths-info/(.+)", _Handler.paths),
    (rf"POST /api/models/{_NAME}/preupload/(.+)", _Handler.preupload),
    (rf"POST /api/models/{_NAME}/commit/(.+)", _Handler.commit),
    (rf"POST /{_NAME}\.git/info/lfs/objects/batch", _Handler.batch),
    (r"PUT /lfs/([0-9a-f]{64})", _Handler.take),
    (rf"POST /verify/{_NAME}", _Handler.verify),
    (rf"(?:GET|HEAD) /{_NAME}/resolve/([^/]+)/(.+)", _Handler.resolve),
    (r"(?:GET|HEAD) /cdn/([0-9a-f]{64})", _Handler.deliver),
)

__all__ = ["COMMIT", "Fault", "State", "hub", "known_to_the_library", "serve"]
