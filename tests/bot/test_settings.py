"""Settings: the environment over .env over defaults, and one sentence for a wrong value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_nothing_set_means_a_playground_on_loopback_without_platforms() -> None:
    settings = load_settings({})

    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert settings.discord_token is None
    assert settings.model is None


def test_environment_wins_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text('MAX_QUEUE=7\nLOG_FORMAT=json\nDISCORD_TOKEN="from file"\n')

    settings = load_settings({"MAX_QUEUE": "8"}, dotenv)

    assert settings.max_queue == 8
    assert settings.log_format == "json"
    assert settings.secrets == ("from file",)


def test_token_with_a_dollar_sign_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME_OF_X", "leaked")
    dotenv = tmp_path / ".env"
    dotenv.write_text("DISCORD_TOKEN=a${HOME_OF_X}b\n")

    assert load_settings({}, dotenv).secrets == ("a${HOME_OF_X}b",)


def test_file_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / ".env") == Settings()


def test_file_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"DISCORD_TOKEN=\xff\xfe\n")

    with pytest.raises(SettingsError, match=r"\.env cannot be read as UTF-8 text\.$"):
        load_settings({}, dotenv)


@pytest.mark.parametrize(
    ("port", "host", "expected"),
    [
        ("5000", "", ("0.0.0.0", 5000)),  # noqa: S104 - what a hosting service asks for
        ("5000", "127.0.0.1", ("127.0.0.1", 5000)),
        ("", "::1", ("::1", 8080)),
    ],
)
def test_port_of_a_hosting_service_opens_the_playground_to_others(
    port: str, host: str, expected: tuple[str, int]
) -> None:
    settings = load_settings({"PORT": port, "PLAYGROUND_HOST": host})

    assert (settings.http_host, settings.http_port) == expected


def test_playground_port_wins_over_port_even_when_it_is_0() -> None:
    assert load_settings({"PORT": "5000", "PLAYGROUND_PORT": "0"}).http_port == 0


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_blank_is_as_good_as_absent(name: str, blank: str) -> None:
    assert load_settings({name.upper(): blank}) == Settings()


def test_case_and_blanks_around_a_value_do_not_matter() -> None:
    settings = load_settings({"LOG_LEVEL": " debug ", "DEVICE": "CPU", "DISCORD_TOKEN": " abc\n"})

    assert settings.log_level == "DEBUG"
    assert settings.device == "cpu"
    assert settings.secrets == ("abc",)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DISCORD_APPLICATION_ID", "hunter2"),
        ("DISCORD_APPLICATION_ID", "-777"),
        ("DISCORD_EMOJI_VERSION", "hunter2"),
        ("DISCORD_EMOJI_VERSION", "nan"),
        ("DATABASE_URL", "hunter2"),
        ("DATABASE_URL", "mysql://bob:hunter2@db/bot"),
        ("DEVICE", "hunter2"),
        ("MAX_QUEUE", "777777"),
        ("PLAYGROUND_PORT", "77777"),
        ("PORT", "77777"),
        ("LOG_LEVEL", "hunter2"),
        ("LOG_FORMAT", "hunter2"),
    ],
)
def test_wrong_value_is_one_sentence_that_names_the_key_and_not_the_value(
    key: str, value: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({key: value})

    sentence = str(caught.value)
    assert sentence.startswith(f"{key} has a wrong value: it must be ")
    assert sentence.count("\n") == 0
    assert value not in sentence.removeprefix(key)


def test_settings_never_show_a_token() -> None:
    settings = load_settings({"DISCORD_TOKEN": "hunter2"})

    assert "hunter2" not in repr(settings) + settings.model_dump_json()


def test_database_is_a_file_here_unless_said_otherwise() -> None:
    assert load_settings({}).database == "sqlite:///mojibot.db"

    settings = load_settings({"DATABASE_URL": "postgres://bob:hunter2@db/bot?sslmode=require"})
    assert settings.database == "postgres://bob:hunter2@db/bot?sslmode=require"
    assert "hunter2" not in repr(settings)


def test_every_setting_is_documented_in_the_example_and_nothing_else_is() -> None:
    documented = re.findall(r"^# ([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(documented) == sorted(name.upper() for name in Settings.model_fields)


def test_example_as_it_stands_changes_nothing() -> None:
    assert load_settings({}, EXAMPLE) == Settings()


def test_values_in_the_example_are_usable(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    text = EXAMPLE.read_text(encoding="utf-8")
    dotenv.write_text(re.sub(r"^# (?=[A-Z_]+=)", "", text, flags=re.MULTILINE), encoding="utf-8")

    assert load_settings({}, dotenv).device == "auto"


def test_shards_are_numbers_below_their_count() -> None:
    settings = load_settings({"SHARD_COUNT": "4", "SHARD_IDS": "0, 3"})

    assert (settings.shard_count, settings.shard_ids) == (4, (0, 3))


@pytest.mark.parametrize("numbers", ["4", "-1", "0,0", "one"])
def test_shards_that_do_not_exist_are_refused(numbers: str) -> None:
    with pytest.raises(SettingsError, match=r"^SHARD_IDS has a wrong value: it must be "):
        load_settings({"SHARD_COUNT": "4", "SHARD_IDS": numbers})


def test_shards_without_their_count_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"^SHARD_IDS has a wrong value: .*SHARD_COUNT"):
        load_settings({"SHARD_IDS": "0"})
