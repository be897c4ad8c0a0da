"""The loopback Slack as the unmodified slack_bolt sees it, over Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import socket_mode, web_client

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def panel(words: str) -> list[Json]:
    button = {"type": "button", "text": plain("Name"), "action_id": "name", "value": "7"}
    people: Json = {"type": "static_select", "action_id": "who", "placeholder": plain("Who")}
    people["options"] = [{"text": plain(n), "value": n.lower()} for n in ("Ada", "Grace")]
    section = {"type": "section", "text": {"type": "mrkdwn", "text": words}, "accessory": button}
    return [section, {"type": "actions", "block_id": "choice", "elements": [people]}]


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Your name"),
    "submit": plain("Send"),
    "blocks": [
        {
            "type": "input",
            "block_id": "n",
            "label": plain("Name"),
            "element": {"type": "plain_text_input", "action_id": "n", "max_length": 10},
        }
    ],
}


def make_app(slack: SlackServer) -> AsyncApp:
    app = AsyncApp(client=web_client(slack))

    @app.command("/panel")
    async def open_panel(ack: Any, respond: Any, command: Json) -> None:
        await ack()
        await respond(text="panel", blocks=panel(command["text"] or "nobody yet"))

    @app.command("/quick")
    async def answer_at_once(ack: Any) -> None:
        await ack(text="at once", response_type="ephemeral")

    @app.action("name")
    async def open_form(ack: Any, client: Any, body: Json) -> None:
        await ack()
        metadata = body["response_url"]
        view = FORM | {"private_metadata": metadata}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action("who")
    async def choose(ack: Any, respond: Any, action: Json, body: Json) -> None:
        await ack()
        chosen = body["state"]["values"]["choice"]["who"]["selected_option"]["value"]
        assert chosen == action["selected_option"]["value"]
        await respond(text=chosen, blocks=panel(f"hello {chosen}"), replace_original=True)

    @app.view("form")
    async def sent(ack: Any, view: Json, client: Any, body: Json) -> None:
        name = view["state"]["values"]["n"]["n"]["value"]
        if name == "nobody":
            await ack(response_action="errors", errors={"n": "Somebody, please"})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"hello {name}")

    @app.shortcut("repeat")
    async def repeat(ack: Any, respond: Any, shortcut: Json) -> None:
        await ack()
        await respond(text=shortcut["message"]["text"])

    @app.shortcut("anywhere")
    async def anywhere(ack: Any, client: Any, shortcut: Json) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.event("app_mention")
    async def mentioned(event: Json, say: Any) -> None:
        await say(text="you called?", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("message")
    async def heard(event: Json, client: Any) -> None:
        if event["channel_type"] == "im":
            await client.chat_postMessage(channel=event["channel"], text="I hear you")
        else:
            name = "wave::skin-tone-3"
            await client.reactions_add(channel=event["channel"], timestamp=event["ts"], name=name)

    @app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        person = await client.users_info(user=event["user"], include_locale=True)
        text = {"type": "mrkdwn", "text": f"Your language: {person['user']['locale']}"}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}]}
        await client.views_publish(user_id=event["user"], view=view)

    return app


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack, socket_mode(make_app(slack), slack):
        yield slack
        await slack.until_settled()
        assert slack.late_acks == []


async def test_a_command_is_answered_for_one_person_only(slack: SlackServer) -> None:
    slack.world.channel("general").members.add(slack.world.person("grace").id)

    await slack.command("ada", "/panel", "a <b> & c")

    answer = await slack.until_shown("ada", "general")
    assert (answer.text, answer.buttons, answer.ephemeral) == ("a <b> & c", ["Name"], True)
    assert slack.shown("grace", "general") == []


async def test_an_answer_may_come_with_the_acknowledgement(slack: SlackServer) -> None:
    await slack.command("ada", "/quick")

    assert [message.text for message in slack.shown("ada", "general")] == ["at once"]


async def test_a_choice_arrives_with_its_state_and_replaces_the_message(slack: SlackServer) -> None:
    await slack.command("ada", "/panel")
    await slack.until_shown("ada", "general")

    await slack.choose("ada", "Who", "Grace")

    changed = await slack.until_shown("ada", "general", "hello grace")
    assert slack.shown("ada", "general") == [changed]


async def test_a_button_opens_a_form_whose_errors_keep_it_open(slack: SlackServer) -> None:
    await slack.command("ada", "/panel")
    await slack.until_shown("ada", "general")
    await slack.press("ada", "Name")
    form = await slack.until_modal("ada")
    assert (form.title, form.buttons) == ("Your name", ["Send"])

    await slack.submit("ada", {"Name": "nobody"})
    kept = await slack.until_modal("ada", "Somebody, please")
    assert kept.values == {"n": "nobody"}

    await slack.submit("ada", {"Name": "Ada"})
    await slack.until_shown("ada", containing="hello Ada")
    assert slack.modal("ada") is None


async def test_a_form_takes_nothing_empty_or_too_long(slack: SlackServer) -> None:
    await slack.shortcut("ada", "anywhere")
    await slack.until_modal("ada")

    with pytest.raises(LookupError, match="is empty"):
        await slack.submit("ada")
    with pytest.raises(LookupError, match="takes 0 to 10 characters"):
        await slack.submit("ada", {"Name": "x" * 11})


async def test_a_message_shortcut_brings_the_message(slack: SlackServer) -> None:
    post = await slack.say("grace", "general", "fish & chips at https://chips.example")

    await slack.message_shortcut("ada", "repeat", post)

    repeated = await slack.until_shown("ada", "general")
    assert repeated.fallback == "fish &amp; chips at <https://chips.example>"


async def test_a_mention_is_two_events_and_is_answered_in_its_thread(slack: SlackServer) -> None:
    post = await slack.say("ada", "general", "@mojibot are you there?")

    answer = await slack.until_shown("ada", "general", "you called?")
    assert answer.thread_ts == post.ts
    types = [delivery.payload["event"]["type"] for delivery in post.deliveries]
    assert types == ["message", "app_mention"]
    assert await slack.until_reacted(post) == ["wave::skin-tone-3"]
    assert post.reactions == {"wave::skin-tone-3": ["mojibot"]}


async def test_what_is_told_to_the_bot_alone_is_seen_by_nobody_else(slack: SlackServer) -> None:
    await slack.tell("ada", "hello?")

    assert (await slack.until_shown("ada")).text == "I hear you"
    assert slack.shown("grace") == []


async def test_the_home_is_published_in_the_persons_language(slack: SlackServer) -> None:
    slack.world.person("ada", locale="de-DE")

    await slack.open_home("ada")

    assert (await slack.until_home("ada")).text == "Your language: de-DE"
    assert slack.home("grace") is None


async def test_the_bot_hears_of_its_own_messages_and_bolt_ignores_them(slack: SlackServer) -> None:
    post = await slack.tell("ada", "hello?")
    await slack.until_shown("ada")
    await slack.until_settled()

    own = [d.payload["event"] for d in slack.deliveries.all if d not in post.deliveries]
    assert [(event["user"], event["text"]) for event in own] == [(slack.world.bot.id, "I hear you")]
    assert len(slack.recorder.to("chat.postMessage")) == 1
