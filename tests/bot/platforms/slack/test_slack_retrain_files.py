"""Files added to /emoji-retrain's modal: fetched within bounds, named nowhere, and deleted."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from bot.features.retraining import uploads
from bot.platforms.slack.retraining.files import is_of
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    OWNER,
    PREVIEW,
    opened,
    previewed,
    table,
)
from tests.bot.retraining import ScriptedRetrainer
from tests.loopback.slack import SlackServer
from tests.loopback.slack.server import SCOPES


@pytest.fixture
def retrainer(tmp_path: Path) -> ScriptedRetrainer:
    return ScriptedRetrainer(tmp_path)


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


async def test_trouble_with_a_file_calls_nobody_by_its_name(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    file = table(slack) | {"name": "<!channel>.tsv"}
    del slack.files.files[file["id"]]
    async with start_slack(retrainer=retrainer):
        await opened(slack)
        await slack.submit(OWNER, {"files": [file]})
        shown = await slack.until_shown(OWNER, containing="could not be fetched from Slack")

    assert "<!channel>.tsv" in html.unescape(shown.text)
    assert shown.pings == []


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
