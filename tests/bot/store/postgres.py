"""A real PostgreSQL of the tests' own, in a temporary folder, reached by a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

MISSING: Final = "the tests need PostgreSQL: scripts/services installs it or says what to install"
# PostgreSQL refuses to run as root; Debian's package makes this user.
USER: Final = "postgres"
DATABASE: Final = "postgres"  # what every server has
# Nothing of it needs to outlive a crash of the machine.
OPTIONS: Final = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=40"


class PostgresServer:
    """Made by ``PostgresServer()``, running after ``start``; ``remove`` stops it and its folder."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="mojibot-postgres-"))
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

    def empty_database(self) -> str:
        """The address of a database without tables: always the same one, which is quick."""
        self.sql(
            "SET default_transaction_read_only = off",
            f"ALTER DATABASE {DATABASE} RESET ALL",
            "DROP SCHEMA public CASCADE",
            "CREATE SCHEMA public",
        )
        return f"postgres://mojibot@/{DATABASE}?host={self._folder}"

    def sql(self, *statements: str) -> None:
        """Run statements as the database's owner, one after the other."""
        at = (f"--host={self._folder}", "--username=mojibot", f"--dbname={DATABASE}")
        commands = [f"--command={statement}" for statement in statements]
        self._run("psql", "-qX", "--set=ON_ERROR_STOP=1", *at, *commands, data=False)

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str, data: bool = True) -> None:
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
            assert code == 0, output.read()


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    assert on_path is not None, MISSING
    return Path(on_path).resolve().parent
