"""The manifests ask for what the code uses, and for nothing else."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from slack_bolt.async_app import AsyncApp

import bot.platforms.slack
from bot.inference import Worker
from bot.platforms.slack.app import FEATURES
from bot.platforms.slack.client import make_client
from bot.platforms.slack.services import make_slack_services
from bot.settings import Settings
from bot.store.face import Store
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.slack.conftest import StartSlack
from tests.loopback.slack import SlackServer
from tests.loopback.slack.events import SCOPES
from tests.loopback.slack.manifest import Manifest
from tests.loopback.slack.method_table import methods

ROOT: Final = Path(__file__).parents[4]
PLAIN: Final = "manifest.yaml"
REACTING: Final = "manifest-auto-reactions.yaml"
# What reacting by itself needs besides.
HISTORY: Final = {"channels:history", "groups:history"}
ONLY_REACTING: Final = {"member_joined_channel", "message.channels", "message.groups"}
PACKAGE: Final = Path(bot.platforms.slack.__file__).parent


def read(name: str) -> dict[str, Any]:
    manifest: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return manifest


class Listening(AsyncApp):
    """An app that notes what its features listen for."""

    def __init__(self) -> None:
        super().__init__(client=make_client("xoxb-none"), request_verification_enabled=False)
        self.commands: set[str] = set()
        self.events: set[str] = set()
        self.shortcuts: dict[str, set[str]] = {"message": set(), "global": set()}

    def command(self, command: Any, *rest: Any, **more: Any) -> Any:
        self.commands.add(command)
        return super().command(command, *rest, **more)

    def event(self, event: Any, *rest: Any, **more: Any) -> Any:
        self.events.add(event)
        return super().event(event, *rest, **more)

    def shortcut(self, constraints: Any, *rest: Any, **more: Any) -> Any:
        kind = "message" if constraints["type"] == "message_action" else "global"
        self.shortcuts[kind].add(constraints["callback_id"])
        return super().shortcut(constraints, *rest, **more)

    def message_shortcut(self, callback_id: Any, *rest: Any, **more: Any) -> Any:
        self.shortcuts["message"].add(callback_id)
        return super().message_shortcut(callback_id, *rest, **more)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """It holds the app to its manifest."""
    async with SlackServer(manifest=read(PLAIN)) as slack:
        yield slack


@pytest.fixture
def listening(slack_settings: Settings, store: Store) -> Listening:
    app = Listening()
    services = make_slack_services(slack_settings, Worker(FakeLoader()), store)
    for register in FEATURES:
        register(app, services)
    return app


def test_people_find_just_what_the_code_answers(listening: Listening) -> None:
    manifest = Manifest.read(read(REACTING))

    assert manifest.commands == listening.commands
    assert manifest.message_shortcuts == listening.shortcuts["message"]
    assert manifest.global_shortcuts == listening.shortcuts["global"]
    assert {event.partition(".")[0] for event in manifest.events} == listening.events


def test_every_scope_is_there_for_a_method_or_an_event() -> None:
    manifest = Manifest.read(read(REACTING))
    needed = {"commands"} | {scope for event in manifest.events if (scope := SCOPES[event])}
    # Files that people share come with their addresses, which want the token and this scope.
    needed |= {"files:read"} | {scope for name in called() for scope in methods()[name].scopes}

    assert manifest.scopes <= needed
    for name in called():
        scopes = methods()[name].scopes
        assert not scopes or scopes & manifest.scopes or methods()[name].app_token, name


def test_a_bot_that_does_not_react_by_itself_reads_no_channel() -> None:
    plain, reacting = Manifest.read(read(PLAIN)), Manifest.read(read(REACTING))

    assert reacting.scopes - plain.scopes == HISTORY
    assert reacting.events - plain.events == ONLY_REACTING
    assert reacting.message_shortcuts - plain.message_shortcuts == {"take_away"}
    assert plain.commands == reacting.commands
    assert plain.scopes < reacting.scopes
    assert plain.events < reacting.events


@pytest.mark.parametrize("name", [PLAIN, REACTING])
def test_names_and_descriptions_are_as_short_as_slack_wants_them(name: str) -> None:
    manifest = read(name)
    features = manifest["features"]

    assert len(manifest["display_information"]["description"]) <= 140
    assert all(len(shortcut["name"]) <= 24 for shortcut in features["shortcuts"])
    assert all(len(shortcut["description"]) <= 150 for shortcut in features["shortcuts"])
    assert all(len(command["description"]) <= 100 for command in features["slash_commands"])


def called() -> set[str]:
    """The methods of the Web API that the package calls, by their names in Slack."""
    names = {method.replace(".", "_").lower(): method for method in methods()}
    names |= {"files_upload_v2": "files.completeUploadExternal"}
    names |= {"apps_connections_open": "apps.connections.open"}
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr.lower() in names:
                found.add(names[node.attr.lower()])
    return found


async def test_an_app_of_the_plain_manifest_can_do_everything_but_react_by_itself(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack():
        await slack.command("ada", "/emojify", "we got the house!")
        await slack.until_shown("ada", "general", "Post")
        await slack.command("ada", "/emoji-model")
        await slack.until_shown("ada", "general", "fake 0.1.0")
        post = await slack.say("ada", "general", "@mojibot we got the house!")
        await slack.until_shown("grace", "general", ":tada:")
        await slack.message_shortcut("ada", "emojify_message", post)
        await slack.until_modal("ada", "React")
        await slack.submit("ada")
        await slack.until_reacted(post)
        await slack.tell("ada", "we got the house!")
        await slack.until_shown("ada", None, ":tada:")
        await slack.open_home("ada")
        await slack.until_home("ada")
