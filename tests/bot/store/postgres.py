"""A real PostgreSQL of the tests' own, in a temporary folder, reached by a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import Final

MISSING: Final = "the tests need PostgreSQL: scripts/services installs it or says what to install"
# PostgreSQL refuses to run as root; Debian's package makes this user.
USER: Final = "postgres"
# Nothing of it needs to outlive a crash of the machine.
OPTIONS: Final = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=40"


class PostgresServer:
    """Made by ``PostgresServer()``, running after ``start``; ``remove`` stops it and its folder."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="mojibot-postgres-"))
        self._numbers = count()
        if os.geteuid() == 0:
            shutil.chown(self._folder, USER, USER)
        self._run("initdb", "--auth=trust", "--username=mojibot", "--encoding=UTF8", "--no-sync")

    def start(self) -> None:
        """Start, and return once it answers."""
        log = str(self._folder / "log")
        options = f"-k {self._folder} {OPTIONS}"
        self._run("pg_ctl", "start", "--wait", f"--log={log}", f"--options={options}")

    def stop(self) -> None:
        """End at once, connections and all, as a crash would."""
        self._run("pg_ctl", "stop", "--mode=immediate")

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"test{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} STRATEGY file_copy")
        return f"postgres://mojibot@/{name}?host={self._folder}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run a statement as the database's owner; returns what it prints."""
        at = (f"--host={self._folder}", "--username=mojibot", f"--dbname={database}")
        return self._run("psql", "-qAt", *at, f"--command={statement}", data=False)

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str, data: bool = True) -> str:
        command = [str(self._programs / program), *arguments]
        if data:
            command.append(f"--pgdata={self._folder / 'data'}")
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *command]
        # Into a file, since the server keeps what it inherits open.
        with tempfile.TemporaryFile("w+") as output:
            code = subprocess.call(  # noqa: S603 - our own command
                command, stdout=output, stderr=subprocess.STDOUT, cwd="/"
            )
            output.seek(0)
            said = output.read()
        assert code == 0, said
        return said


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    assert on_path is not None, MISSING
    return Path(on_path).resolve().parent
