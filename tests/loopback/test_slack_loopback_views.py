"""Modals and App Homes in the loopback Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.loopback.slack import SlackServer
from tests.loopback.slack.objects import Json
from tests.loopback.slack.plain_bot import (
    PlainBot,
    error_of,
    field,
    modal,
    plain,
    plain_bot,
    trigger,
)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
async def bot(slack: SlackServer) -> AsyncIterator[PlainBot]:
    async with plain_bot(slack) as bot:
        yield bot


async def test_a_trigger_opens_one_view_and_soon(slack: SlackServer, bot: PlainBot) -> None:
    asked = await slack.shortcut("ada", "open")
    late = await slack.shortcut("ada", "open")
    view = modal()

    await bot.client.views_open(trigger_id=trigger(asked), view=view)
    again = bot.client.views_open(trigger_id=trigger(asked), view=view)
    assert await error_of(again) == "exchanged_trigger_id"
    slack.clock.advance(3)
    too_late = bot.client.views_open(trigger_id=trigger(late), view=view)
    assert await error_of(too_late) == "expired_trigger_id"
    made_up = bot.client.views_open(trigger_id="1.2.3", view=view)
    assert await error_of(made_up) == "invalid_trigger_id"


@pytest.mark.parametrize(
    "view",
    [
        modal(title=plain("x" * 25)),
        modal(submit=plain("x" * 25)),
        modal(private_metadata="x" * 3_001),
        modal(*[{"type": "divider"}] * 101),
        {"type": "modal", "title": plain("no submit"), "blocks": [field("name")]},
        {"type": "home", "blocks": []},
        modal(field("same"), field("same")),
        modal(field("name", max_length=3_001)),
        modal({"type": "markdown", "text": "x"}),
        modal(surprise=1),
    ],
)
async def test_a_modal_that_slack_would_not_take_is_refused(
    slack: SlackServer, bot: PlainBot, view: Json
) -> None:
    assert await error_of(bot.open(view)) == "invalid_arguments"
    assert slack.recorder.forgive() != []
    assert slack.modal("ada") is None


async def test_what_is_typed_stays_when_a_modal_is_updated(
    slack: SlackServer, bot: PlainBot
) -> None:
    view_id = await bot.open(modal(field("name")))
    before = slack.fill("ada", {"Name": "Ada"})

    section = {"type": "section", "text": plain("one more")}
    other = field("other", initial_value="begun")
    await bot.client.views_update(view_id=view_id, view=modal(field("name"), section, other))

    shown = slack.modal("ada")
    assert shown is not None
    assert (shown.values, "one more" in shown.text) == ({"name": "Ada", "other": "begun"}, True)
    assert before.id == view_id


async def test_a_stale_hash_does_not_overwrite(slack: SlackServer, bot: PlainBot) -> None:
    view_id = await bot.open(modal())
    stale = slack.views.modals[slack.world.person("ada").id][0].hash
    await bot.client.views_update(view_id=view_id, view=modal(), hash=stale)

    update = bot.client.views_update(view_id=view_id, view=modal(), hash=stale)

    assert await error_of(update) == "hash_conflict"


async def test_modals_stack_three_high(slack: SlackServer, bot: PlainBot) -> None:
    await bot.open(modal(title=plain("1")))
    for number in (2, 3):
        await bot.push(modal(title=plain(str(number))))

    assert await error_of(bot.push(modal())) == "push_limit_reached"
    await slack.close("ada")
    below = slack.modal("ada")
    assert below is not None
    assert below.title == "2"


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({}, ["1"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal(title=plain("new"))}, ["1", "new"]),
        ({"response_action": "push", "view": modal(title=plain("new"))}, ["1", "2", "new"]),
        ({"response_action": "errors", "errors": {"name": "no"}}, ["1", "2"]),
    ],
    ids=["close", "clear", "update", "push", "errors"],
)
async def test_the_answer_to_a_modal_says_what_becomes_of_it(
    slack: SlackServer, bot: PlainBot, answer: Json, left: list[str]
) -> None:
    await bot.open(modal(title=plain("1")))
    await bot.push(modal(title=plain("2")))
    bot.answer = answer

    await slack.submit("ada", {"Name": "Ada"})

    stack = slack.views.modals[slack.world.person("ada").id]
    assert [view.content["title"]["text"] for view in stack] == left


async def test_every_kind_of_input_arrives_in_its_own_shape(
    slack: SlackServer, bot: PlainBot
) -> None:
    offered = [{"text": plain(name), "value": name.lower()} for name in ("One", "Two", "Three")]
    where = {"type": "conversations_select", "response_url_enabled": True}
    view = modal(
        field("number", type="number_input", is_decimal_allowed=False),
        field("one", type="static_select", options=offered),
        field("some", type="checkboxes", options=offered, initial_options=offered[:1]),
        field("radio", type="radio_buttons", options=offered),
        field("time", type="timepicker", initial_time="22:00"),
        field("where", **where),
        field("who", type="multi_users_select"),
        field("file", type="file_input", filetypes=["csv"]),
    )
    await bot.open(view)
    ada, general = slack.world.person("ada").id, slack.world.channel("general").id
    table = slack.files.add("ada", "table.csv", b"a,b")

    filled = {"Number": "7", "One": "Two", "Some": ["One", "three"], "Radio": "Three"}
    places = {"Where": general, "Who": [ada], "File": [table]}
    await slack.submit("ada", filled | places)

    [sent] = bot.sent
    assert sent["number"]["number"] == {"type": "number_input", "value": "7"}
    assert sent["one"]["one"]["selected_option"] == offered[1]
    assert sent["some"]["some"]["selected_options"] == [offered[0], offered[2]]
    assert sent["radio"]["radio"]["selected_option"] == offered[2]
    assert sent["time"]["time"]["selected_time"] == "22:00"
    assert sent["where"]["where"]["selected_conversation"] == general
    assert sent["who"]["who"]["selected_users"] == [ada]
    assert sent["file"]["file"]["files"][0]["id"] == table["id"]
    [url] = sent["urls"]
    assert (url["channel_id"], url["block_id"]) == (general, "where")


async def test_closing_is_told_where_the_modal_asks_for_it(
    slack: SlackServer, bot: PlainBot
) -> None:
    await bot.open(modal())
    assert await slack.close("ada") is None
    view_id = await bot.open(modal(notify_on_close=True))
    await slack.close("ada")

    assert [view["id"] for view in bot.closed] == [view_id]
    assert slack.modal("ada") is None


async def test_a_home_takes_no_stale_hash_and_has_buttons(
    slack: SlackServer, bot: PlainBot
) -> None:
    ada = slack.world.person("ada").id
    button = {"type": "button", "action_id": "press", "text": plain("Switch off"), "value": "off"}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    published = await bot.client.views_publish(user_id=ada, view=home)

    pressed = await slack.press("ada", "Switch off")
    stale = bot.client.views_publish(user_id=ada, view=home, hash="1.2")

    assert await error_of(stale) == "hash_conflict"
    assert pressed.payload["container"] == {"type": "view", "view_id": published["view"]["id"]}
    assert pressed.payload["actions"][0]["value"] == "off"
    assert "response_url" not in pressed.payload
