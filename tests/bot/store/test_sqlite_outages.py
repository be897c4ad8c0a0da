"""A SQLite file that is locked, full, read-only or damaged: the bot goes on, and says so."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store import engine
from bot.store.errors import StoreUnavailable
from bot.store.records import DISCORD, EVERYWHERE, PersonKey, ServerKey, ServerSettings
from bot.store.store import DatabaseStore
from tests.bot.store.changes import forbid, run_sql, switch_on
from tests.bot.store.conftest import Open

SERVER = ServerKey(DISCORD, "1")
ANN = PersonKey(DISCORD, "7")
NOBODY = 65_534


@pytest.fixture(autouse=True)
def short_wait_for_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite gives up at once, so that tests need not wait."""
    monkeypatch.setattr(engine, "_BUSY", 20)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program writes, and does not come to an end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The reasons of outages that were logged, and "over" for each end of one."""
    ours = [record for record in caplog.records if record.name == "bot.store.store"]
    return [getattr(record, "reason", "over") for record in ours]


async def test_locked_file_stops_changes_only_and_is_told_once(
    sqlite_file: Path, sqlite_address: str, open_one: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    store = await open_one(sqlite_address)
    before = await store.change(SERVER, switch_on(EVERYWHERE))
    await store.opt_out(ANN)
    with locked(sqlite_file):
        for _ in range(3):
            with pytest.raises(StoreUnavailable) as caught:
                await store.change(SERVER, forbid("🍆"))
        with pytest.raises(StoreUnavailable):
            await store.opt_in(ANN)
        await store.keep()

        assert caught.value.reason == store.trouble == "it is locked by another program"
        assert await store.settings(SERVER) == before
        assert store.opted_out(ANN)
    await store.keep()

    assert store.trouble is None
    assert told(caplog) == ["it is locked by another program", "over"]
    assert (await store.change(SERVER, forbid("🍆"))).house_rules.forbidden == {"🍆"}


async def test_joining_again_in_an_outage_does_not_lose_what_is_known(
    sqlite_address: str, open_one: Open
) -> None:
    store = await open_one(sqlite_address)
    before = await store.change(SERVER, switch_on(EVERYWHERE))
    await run_sql(sqlite_address, "DROP TABLE servers")

    await store.joined(SERVER)

    assert await store.settings(SERVER) == before


async def test_store_opens_while_the_file_is_locked_and_makes_it_good_later(
    sqlite_file: Path, sqlite_address: str, open_one: Open
) -> None:
    first = await open_one(sqlite_address)
    await first.change(SERVER, switch_on(EVERYWHERE))
    await first.aclose()
    with closing(sqlite3.connect(sqlite_file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # in which a lock keeps readers out too

    with locked(sqlite_file):
        store = await open_one(sqlite_address)

        assert store.trouble == "it is locked by another program"
        assert await store.settings(SERVER) == ServerSettings()
        assert await store.lowered(SERVER, "a") == {}
        assert store.opted_out(ANN), "in doubt, the bot does not look at anybody's messages"
    await store.keep()

    assert store.trouble is None
    assert (await store.settings(SERVER)).auto_react
    assert not store.opted_out(ANN)


async def test_change_needs_not_wait_for_the_keeper_once_the_file_is_free(
    sqlite_file: Path, sqlite_address: str, open_one: Open
) -> None:
    with locked(sqlite_file):
        store = await open_one(sqlite_address)
        with pytest.raises(StoreUnavailable):
            await store.change(SERVER, switch_on(EVERYWHERE))

    changed = await store.change(SERVER, switch_on(EVERYWHERE))

    await store.keep()
    assert await store.settings(SERVER) == changed


async def test_counts_of_an_outage_are_written_after_it(
    sqlite_file: Path, sqlite_address: str, open_one: Open
) -> None:
    store = await open_one(sqlite_address)
    with locked(sqlite_file):
        store.count(SERVER, "reactions")
        with pytest.raises(StoreUnavailable):
            await store.opt_out(ANN)
        await store.keep()
        store.count(SERVER, "reactions")
        await store.keep()
    await store.aclose()

    assert await run_sql(sqlite_address, "SELECT number FROM counts") == [(2,)]


@pytest.fixture
def read_only_for_us() -> Iterator[str]:
    """The address of a folder in which this process may only read, even when it is root."""
    folder = Path(tempfile.mkdtemp(prefix="mojibot-read-only-"))
    yield f"sqlite:///{folder / 'mojibot.db'}"
    if os.getuid() == 0:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def take_write_permission(folder: Path) -> None:
    """From this process as well, by not being root any longer where it is."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)


async def test_read_only_file_is_read_and_changes_are_refused(
    read_only_for_us: str, open_one: Open
) -> None:
    first = await open_one(read_only_for_us)
    before = await first.change(SERVER, switch_on(EVERYWHERE))
    await first.opt_out(ANN)
    file = Path(read_only_for_us.removeprefix("sqlite:///"))
    take_write_permission(file.parent)

    store = await open_one(read_only_for_us)
    with pytest.raises(StoreUnavailable) as caught:
        await store.change(SERVER, forbid("🍆"))

    assert caught.value.reason == store.trouble == "it is read-only"
    assert await store.settings(SERVER) == before
    assert store.opted_out(ANN)


async def test_folder_that_is_not_there_is_an_outage_and_over_once_it_is(
    tmp_path: Path, open_one: Open
) -> None:
    store = await open_one(f"sqlite:///{tmp_path / 'later' / 'mojibot.db'}")
    assert store.trouble == "its file cannot be opened"

    (tmp_path / "later").mkdir()
    await store.keep()

    assert store.trouble is None
    assert (await store.change(SERVER, switch_on(EVERYWHERE))).auto_react


async def test_full_disk_refuses_changes_and_goes_on_with_what_is_known(
    sqlite_address: str, open_one: Open
) -> None:
    store = await open_one(sqlite_address)
    before = await store.change(SERVER, switch_on(EVERYWHERE))
    await fill_up(store)

    def much(settings: ServerSettings) -> ServerSettings:
        rules = settings.house_rules
        many = frozenset(f"<:some_longer_name:{number}>" for number in range(500))
        full = rules.model_copy(update={"forbidden": many})
        return settings.model_copy(update={"house_rules": full})

    with pytest.raises(StoreUnavailable) as caught:
        await store.change(SERVER, much)

    assert caught.value.reason == store.trouble == "the disk is full"
    assert await store.settings(SERVER) == before


async def fill_up(store: DatabaseStore) -> None:
    """Let SQLite find no room beyond what the file has, as it would on a full disk."""
    async with store._database._engines["write"].connect() as connection:  # type: ignore[index]
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
def damaged(sqlite_file: Path) -> Iterator[str]:
    """The address of a file that is no database, and is left as it is."""
    content = b"once upon a time " * 100
    sqlite_file.write_bytes(content)
    yield f"sqlite:///{sqlite_file}"
    assert sqlite_file.read_bytes() == content


async def test_damaged_file_is_told_and_left_as_it_is(damaged: str, open_one: Open) -> None:
    assert (await open_one(damaged)).trouble == "its file is no database"
