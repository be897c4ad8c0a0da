"""/emoji-retrain: who may, what is understood before anything starts, and the files' fate."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.features.retraining import uploads
from bot.features.retraining.face import Refusal
from bot.platforms.slack.retraining.files import is_of
from bot.settings import Settings, load_settings
from bot.store.records import SLACK, PersonKey
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    COMMAND,
    OWNER,
    PREVIEW,
    opened,
    previewed,
    table,
)
from tests.bot.retraining import ROWS, ScriptedRetrainer
from tests.loopback.slack import SlackServer
from tests.loopback.slack.server import SCOPES


@pytest.fixture
def retrainer(tmp_path: Path) -> ScriptedRetrainer:
    return ScriptedRetrainer(tmp_path)


async def test_an_owner_is_asked_in_a_modal_what_to_train_on(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        modal = await opened(slack)

    assert modal.title == "Retrain the model"
    assert "Attach a file" in modal.text
    assert "Messages that people write are never used" in modal.text
    assert modal.offered("data") == ["react", "life", "serious"]
    assert modal.offered("base") == ["current", "shipped", "gpt2"]
    assert modal.values == {
        "files": [],
        "data": [],
        "base": "current",
        "epochs": "2",
        "rate": "0.00002",
    }


async def test_what_was_understood_is_said_directly_before_anything_starts(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    retrainer.refusals = (Refusal("no emoji in it", 2, (7, 9), "hello"),)
    async with start_slack(retrainer=retrainer):
        shown = await previewed(slack)
        [upload] = retrainer.asked[0].uploads
        assert upload.path.read_bytes() == ROWS

    assert retrainer.rooms == [], "whoever stops the bot leaves no files behind"
    assert shown.text.splitlines() == [
        "*Retrain the model?*",
        "*ours.tsv*: rows: 120 · different emojis: 14 (two columns)",
        "Left out: 2",
        "• 2 × no emoji in it, for example in line 7",
        "Repeated: 3",
        *(f"> message {n} → 🚢" for n in range(5)),
        "Base: shipped · epochs: 2 · learning rate: 0.00002",
        "It takes about 7 minutes. Everybody is answered meanwhile, and nothing changes before you "
        "say so.",
        "Data may come from files that you attach, from the data sets that come with the bot, "
        "and from RETRAIN_SOURCES. Messages that people write are never used.",
    ]
    assert shown.buttons == ["Start", "Not now"]
    assert len(slack.shown(OWNER)) == 1
    assert slack.shown(OWNER, "general") == [], "no channel hears of it"
    assert slack.late_acks == []
    assert retrainer.running is None


async def test_everything_that_was_chosen_is_asked_for(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await previewed(slack, data=["life", "react"], base="shipped", epochs="3", rate="1e-4")

    [asked] = retrainer.asked
    assert asked.by == PersonKey(SLACK, slack.world.person(OWNER).id)
    assert (asked.sources, asked.base, asked.epochs) == (("life", "react"), "shipped", 3.0)
    assert (asked.learning_rate, asked.name) == (1e-4, "life, react")


async def test_not_now_deletes_the_files(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await previewed(slack)
        assert len(retrainer.rooms) == 1
        await slack.press(OWNER, "Not now")
        after = await slack.until_shown(OWNER, containing="the files are deleted")

    assert (after.buttons, retrainer.rooms) == ([], [])
    assert len(slack.shown(OWNER)) == 1


async def test_what_cannot_be_started_offers_no_start_and_keeps_no_file(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    retrainer.trouble = "Training needs 900 MB of memory, and 512 MB are free."
    async with start_slack(retrainer=retrainer):
        shown = await previewed(slack)

    assert "⚠️ Training needs 900 MB" in shown.text
    assert (shown.buttons, retrainer.rooms) == ([], [])


@pytest.mark.parametrize(
    ("filled", "field", "sentence"),
    [
        ({}, "files", "Please add a file, or choose a data set."),
        ({"data": ["life"], "rate": "tiny"}, "rate", "Please type a number, such as 0.00002."),
        ({"data": ["life"], "rate": "inf"}, "rate", "Please type a number, such as 0.00002."),
        ({"data": ["life"], "epochs": "0"}, "epochs", "Please type a number, such as 2."),
    ],
)
async def test_what_makes_no_sense_is_said_under_its_field(
    slack: SlackServer,
    start_slack: StartSlack,
    retrainer: ScriptedRetrainer,
    filled: dict[str, object],
    field: str,
    sentence: str,
) -> None:
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        await slack.submit(OWNER, filled)
        modal = await slack.until_modal(OWNER)

    assert modal.errors == {field: sentence}
    assert retrainer.asked == []


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("x.exe", 1, "x.exe cannot be read: please attach a .csv, .tsv"),
        ("x.csv", 25 * 1024 * 1024 + 1, "x.csv is too big"),
    ],
)
async def test_a_file_that_will_not_do_is_never_fetched(
    slack: SlackServer,
    start_slack: StartSlack,
    retrainer: ScriptedRetrainer,
    name: str,
    size: int,
    sentence: str,
) -> None:
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        await slack.submit(OWNER, {"files": [table(slack, name) | {"size": size}]})
        modal = await slack.until_modal(OWNER)

    assert modal.errors["files"].startswith(sentence)
    assert slack.shown(OWNER) == []
    assert retrainer.rooms == []


async def test_a_file_bigger_than_was_said_is_not_fetched_to_its_end(
    slack: SlackServer,
    start_slack: StartSlack,
    retrainer: ScriptedRetrainer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1_000)
    lying = table(slack, "ours.csv", b"x" * 200_000) | {"size": 10}
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        await slack.submit(OWNER, {"files": [table(slack), lying]})
        await slack.until_shown(OWNER, containing="ours.csv is too big")

    assert (retrainer.asked, retrainer.rooms) == ([], [])


@pytest.mark.parametrize("fate", ["gone", "elsewhere", "nowhere", "forbidden"])
async def test_a_file_that_slack_does_not_hand_out_is_asked_for_again(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer, fate: str
) -> None:
    file = table(slack)
    if fate == "gone":
        del slack.files.files[file["id"]]
    elif fate != "forbidden":
        address = "https://docs.example.com/x.tsv" if fate == "elsewhere" else ""
        file |= {"url_private": address, "url_private_download": address}
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        if fate == "forbidden":  # then Slack shows a page for signing in
            slack.tokens.scopes -= {"files:read"}
        await slack.submit(OWNER, {"files": [file]})
        await slack.until_shown(OWNER, containing="could not be fetched from Slack")

    assert (retrainer.asked, retrainer.rooms) == ([], [])


async def test_a_full_disk_is_one_sentence(
    slack: SlackServer,
    start_slack: StartSlack,
    retrainer: ScriptedRetrainer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retrainer, "make_room", lambda: tmp_path / "nothing can be written here")
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        await slack.submit(OWNER, {"files": [table(slack)]})
        await slack.until_shown(OWNER, containing="make room on the disk")

    assert retrainer.asked == []


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/x.csv", True),
        ("https://slack.com/x.csv", True),
        ("http://files.slack.com/x.csv", False),
        ("https://files.slack.com.example.com/x.csv", False),
        ("https://notslack.com/x.csv", False),
        ("https://example.com/?slack.com", False),
        ("", False),
    ],
)
def test_nobody_but_slack_gets_to_see_the_token(url: str, ours: bool) -> None:
    assert is_of("https://slack.com/api/", url) is ours


async def test_a_files_name_never_leads_anywhere_and_calls_nobody(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    evil = table(slack) | {"name": "../../=cmd|'x'!A1<!channel>.TSV"}
    async with start_slack(retrainer=retrainer):
        shown = await previewed(slack, files=[evil])
        [upload] = retrainer.asked[0].uploads
        assert upload.path.name == "1.tsv"
        assert upload.path.parent in retrainer.rooms

    assert "../../=cmd|'x'!A1<!channel>.TSV" in shown.text
    assert shown.pings == []


async def test_others_are_refused_in_private_and_it_is_logged(
    slack: SlackServer,
    start_slack: StartSlack,
    retrainer: ScriptedRetrainer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack.world.person("adán", is_admin=True, locale="es-ES")
    with caplog.at_level(logging.WARNING, "bot"):
        async with start_slack(retrainer=retrainer):
            await slack.command("adán", COMMAND)
            shown = await slack.until_shown("adán", "general", "Solo quienes operan el bot")

    assert shown.ephemeral
    assert "SLACK_OWNER_IDS" in shown.text
    assert slack.modal("adán") is None
    [record] = [r for r in caplog.records if "no operator" in r.getMessage()]
    assert record.__dict__["user"] == slack.world.person("adán").id


async def test_who_is_no_owner_any_more_can_send_no_modal(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        slack.world.person(OWNER, is_owner=False)
        await slack.submit(OWNER, {"files": [table(slack)]})
        await slack.until_shown(OWNER, containing="Only the bot’s operators")

    assert (retrainer.asked, retrainer.rooms) == ([], [])


class TestNamedOperators:
    @pytest.fixture
    def slack_settings(self, slack: SlackServer) -> Settings:
        return load_settings(
            {
                "SLACK_BOT_TOKEN": SlackServer.bot_token,
                "SLACK_APP_TOKEN": SlackServer.app_token,
                "SLACK_OWNER_IDS": f"U000000001, {slack.world.person('ada').id}",
            }
        )

    async def test_whoever_is_named_may_and_an_owner_no_more(
        self, slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
    ) -> None:
        slack.world.person(OWNER, is_owner=True)
        async with start_slack(retrainer=retrainer):
            await slack.command("ada", COMMAND)
            await slack.until_modal("ada", "Retrain the model")
            await slack.command(OWNER, COMMAND)
            await slack.until_shown(OWNER, "general", "Only the bot’s operators")


@pytest.mark.parametrize("there", [True, False])
async def test_where_nothing_can_be_retrained_it_says_so(
    slack: SlackServer, start_slack: StartSlack, tmp_path: Path, there: bool
) -> None:
    slack.world.person(OWNER, is_owner=True)
    retrainer = ScriptedRetrainer(tmp_path, enabled=False) if there else None
    async with start_slack(retrainer=retrainer):
        await slack.command(OWNER, COMMAND)
        shown = await slack.until_shown(OWNER, "general", "This bot cannot be retrained here")

    assert shown.ephemeral
    assert slack.modal(OWNER) is None


async def test_a_modal_that_comes_too_late_is_asked_for_again(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    slack.faults.fail("views.open", "expired_trigger_id")
    slack.world.person(OWNER, is_owner=True)
    async with start_slack(retrainer=retrainer):
        await slack.command(OWNER, COMMAND)
        await slack.until_shown(OWNER, "general", "please type /emoji-retrain again")


async def test_where_the_bot_cannot_write_directly_nothing_is_fetched(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        slack.faults.fail("chat.postMessage", "messages_tab_disabled")
        await slack.submit(OWNER, {"files": [table(slack)]})
        await slack.until_modal(OWNER, "cannot write to you directly")

    assert (retrainer.asked, retrainer.rooms) == ([], [])


class TestWithoutFiles:
    @pytest.fixture
    async def slack(self) -> SlackServer:
        return SlackServer(scopes=SCOPES - {"files:read", "files:write"})

    async def test_data_sets_can_be_chosen_all_the_same(
        self, slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
    ) -> None:
        async with slack, start_slack(retrainer=retrainer):
            modal = await opened(slack)
            assert "files:read" in modal.text
            assert "files" not in modal.values
            await slack.submit(OWNER, {"data": ["life"]})
            await slack.until_shown(OWNER, containing=PREVIEW)
