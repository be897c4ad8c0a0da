"""``migrate``, ``forget`` and the store's line of ``check``, as an operator types them."""

from __future__ import annotations

import asyncio

import pytest

from bot import cli
from bot.checks import Result, check_store
from bot.settings import Settings, load_settings
from bot.store.records import DISCORD, SLACK, PersonKey
from bot.store.store import open_store
from tests.bot.store.changes import run_sql

ANN = PersonKey(DISCORD, "7")


@pytest.fixture(autouse=True)
def settings_of_the_test_only(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The database, and nothing of whoever runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setattr("bot.cli.set_up_logging", lambda **_: None)


def test_migrate_says_whether_there_was_anything_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert (cli.main(["migrate"]), cli.main(["migrate"])) == (0, 0)

    assert capsys.readouterr().out.splitlines() == [
        "The database was brought up to date.",
        "The database is up to date.",
    ]


def test_forget_removes_a_person_from_one_platform(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def both_opt_out() -> None:
        store = await open_store(address)
        await store.opt_out(ANN)
        await store.opt_out(PersonKey(SLACK, "U7"))
        await store.aclose()

    asyncio.run(both_opt_out())

    assert cli.main(["forget", "--user", "7"]) == 0
    assert cli.main(["forget", "--user", "U7", "--platform", "discord"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Removed 1 entry about 7 on discord.",
        "Removed 0 entries about U7 on discord.",
    ]
    left = asyncio.run(run_sql(address, "SELECT platform, person FROM opt_outs"))
    assert left == [("slack", "U7")]


def test_database_of_a_newer_release_is_one_sentence_and_exit_code_1(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["migrate"]) == 0
    asyncio.run(run_sql(address, "UPDATE alembic_version SET version_num = '9999'"))
    capsys.readouterr()

    for command in (["migrate"], ["forget", "--user", "7"]):
        assert cli.main(command) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("mojibot: ")
        assert captured.err.endswith("cannot be used: it was made by a newer release.\n")


async def test_check_tries_to_write_and_names_the_database(address: str) -> None:
    result = await check_store(load_settings({"DATABASE_URL": address}))

    assert result.passed
    assert result.sentence.startswith(("SQLite in /", "PostgreSQL postgres at /"))


async def test_check_says_why_a_database_cannot_be_used() -> None:
    result = await check_store(
        load_settings({"DATABASE_URL": "postgres://bob:hunter2@127.0.0.1:1/bot"})
    )

    assert result == Result(
        "store", False, "PostgreSQL bot at 127.0.0.1 cannot be used: it cannot be reached."
    )
