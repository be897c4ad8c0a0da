"""The small commands around the bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cli
from bot.settings import Settings
from tests.bot.processes import bot_process


@pytest.fixture(autouse=True)
def own_settings_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but a test's own, and logging left alone."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.cli.set_up_logging", lambda **_: None)


def test_check_passes_with_the_model_that_ships_and_no_token(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["check"]) == 0

    lines = capsys.readouterr().out.splitlines()
    settings, model, models, retraining, store, discord, slack = lines
    assert settings.startswith("ok      settings: ")
    assert model.startswith("ok      model: mojibot ")
    assert models == "ok      models: none registered in models/registry"
    assert retraining == "ok      retraining: possible with /retrain, in 15 minutes at most"
    assert store == "ok      store: SQLite in mojibot.db"
    assert discord == "ok      discord: not used; DISCORD_TOKEN is not set"
    assert slack == "ok      slack: not used; SLACK_BOT_TOKEN is not set"


def test_check_says_which_part_fails_and_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODEL", "nowhere")

    assert cli.main(["check"]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "failed  model: There is no model folder at nowhere."


def test_invite_prints_the_links(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISCORD_APPLICATION_ID", "4711")

    assert cli.main(["invite"]) == 0

    for line in capsys.readouterr().out.splitlines():
        assert "https://discord.com/oauth2/authorize?client_id=4711&" in line


def test_invite_without_an_application_names_the_setting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["invite"]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("mojibot: DISCORD_APPLICATION_ID is not set")


def test_nothing_to_synchronise_without_a_token_is_no_failure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["sync-commands"]) == 0

    assert "DISCORD_TOKEN is not set" in capsys.readouterr().out


def test_settings_in_the_folder_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=shout\n")

    assert cli.main(["sync-commands"]) == 2

    assert capsys.readouterr().err == (
        "mojibot: LOG_LEVEL has a wrong value: it must be DEBUG, INFO, WARNING or ERROR.\n"
    )


@pytest.mark.parametrize("command", ["check", "invite", "sync-commands", "migrate", "forget"])
def test_every_command_has_its_own_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main([command, "--help"])

    assert caught.value.code == 0
    assert f"usage: mojibot {command}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["sing"], ["--what"], ["check", "more"]])
def test_wrong_arguments_exit_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)

    assert caught.value.code == 2


def test_help_needs_neither_torch_nor_discord(tmp_path: Path) -> None:
    script = (
        "import sys, bot.cli, bot.app, bot.web.server\n"
        "print({'torch', 'transformers', 'discord'} & set(sys.modules) or 'light')"
    )
    with bot_process(tmp_path, arguments=("-c", script)) as process:
        assert process.end() == (0, "light\n", "")
