"""/emoji-retrain: who may, what is asked, and what is understood before anything starts."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.features.retraining.face import Refusal
from bot.localisation import LOCALES, Locale
from bot.platforms.slack.retraining.form import form
from bot.settings import Settings, load_settings
from bot.store.records import SLACK, PersonKey
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    COMMAND,
    OWNER,
    opened,
    previewed,
    table,
)
from tests.bot.retraining import ROWS, ScriptedRetrainer
from tests.loopback.slack import SlackServer
from tests.loopback.slack.kit import view_problems


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


@pytest.mark.parametrize("locale", LOCALES)
def test_slack_takes_the_modal_in_every_language_and_with_many_long_names(locale: Locale) -> None:
    names = ["current", *(f"{n} " + "long " * (n % 60) for n in range(200))]
    modal = form(locale, names, names, files=True, metadata=locale)

    assert list(view_problems(modal, "modal")) == []
