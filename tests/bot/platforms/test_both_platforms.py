"""Discord and Slack in one process, as the bot composes it: one model, one store, nothing mixed."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Final, TypeVar

import pytest

from bot.app import Bot
from bot.platforms.discord.sync import sync_commands
from bot.platforms.slack import supervisor
from bot.settings import Settings, load_settings
from bot.store.records import DISCORD, EVERYWHERE, SLACK, ServerKey
from bot.store.store import open_store
from emojifier.catalogue import catalogue
from tests.bot.fakes import FakeModel
from tests.bot.reacting import REACTS, set_rules
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.life import Post as DiscordPost
from tests.loopback.discord.server import TOKEN
from tests.loopback.slack import SlackServer
from tests.loopback.slack.writing import Post as SlackPost

# Messages a second on each platform.
RATE: Final = 20
SECONDS: Final = 3
WHOLE: Final = 60
# Every so many messages: somebody asks as well, and Slack sends an event twice.
ASKED: Final = 20
TWICE: Final = 7
# Many, so that none comes again soon, which the bot would leave out.
EMOJIS: Final = tuple(
    entry.emoji
    for entry in catalogue()
    if entry.group == "Animals & Nature" and entry.version <= 5 and len(entry.emoji) == 1
)
PEOPLE: Final = 40


Post = TypeVar("Post")


def sentence(platform: str, number: int) -> str:
    """What somebody writes there; everybody says something else."""
    return f"{platform} message {number}"


@pytest.fixture(params=[SECONDS, pytest.param(WHOLE, marks=pytest.mark.long)])
def number(request: pytest.FixtureRequest) -> int:
    """How many messages each platform gets."""
    return RATE * int(request.param)


@pytest.fixture
def model(number: int) -> FakeModel:
    answers = {
        sentence(platform, n): [EMOJIS[n % len(EMOJIS)]]
        for platform in (DISCORD, SLACK)
        for n in range(number)
    }
    return FakeModel(answers, probability=0.95)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_MESSAGE_CONTENT": "true",
            "SLACK_BOT_TOKEN": SlackServer.bot_token,
            "SLACK_APP_TOKEN": SlackServer.app_token,
            "DATABASE_URL": f"sqlite:///{tmp_path}/mojibot.db",
            "MODELS_DIR": str(tmp_path / "models"),
            "PLAYGROUND_PORT": "0",
        }
    )


@pytest.fixture
async def discord(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        server.point_discord_py_here(monkeypatch)
        server.grant_message_content()
        await sync_commands(settings)
        yield server
    assert server.recorder.violations == []


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackServer]:
    defaults = supervisor.run.__kwdefaults__
    assert defaults is not None
    async with SlackServer() as server:
        monkeypatch.setitem(defaults, "base_url", server.api_url)
        yield server


@asynccontextmanager
async def running(
    settings: Settings, discord: LoopbackDiscord, slack: SlackServer
) -> AsyncIterator[None]:
    """The bot, where reactions are switched on without any pauses; ends as by a supervisor."""
    store = await open_store(settings.database)
    for server in (ServerKey(DISCORD, discord.guild["id"]), ServerKey(SLACK, slack.world.team_id)):
        await store.joined(server)
        await set_rules(store, server, {EVERYWHERE: REACTS})
    await store.aclose()
    bot = Bot(settings, announce=lambda _: None)
    task = asyncio.create_task(bot.run())
    await discord.gateway.until_connected()
    await slack.sockets.until_connected(2)
    try:
        yield
    finally:
        signal.raise_signal(signal.SIGTERM)
        await task
        assert await bot.aclose()


async def on_discord(
    server: LoopbackDiscord, number: int
) -> tuple[list[DiscordPost], list[LoopbackInteraction]]:
    """So many messages are written, and now and then somebody asks."""
    posts, asked = [], []
    async for n in paced(number):
        server.clock.advance(max(time.time() - server.clock.now(), 0.0))
        posts.append(await server.say(sentence(DISCORD, n), author=f"person{n % PEOPLE}"))
        if n % ASKED == 0:
            words = {"text": "hello"}
            asked.append(await server.slash_command("emojify", words, author=f"asker{n}"))
    await server.recorder.until(every(posts, lambda post: bool(post.reactions)))
    return posts, asked


async def on_slack(server: SlackServer, number: int) -> list[SlackPost]:
    """The same, and Slack sends some of it twice."""
    posts = []
    async for n in paced(number):
        posts.append(await server.say(f"person{n % PEOPLE}", "general", sentence(SLACK, n)))
        if n % ASKED == 0:
            await server.command(f"asker{n}", "/emojify", "hello")
            mention = await server.say(f"asker{n}", "general", "@mojibot hello")
            for delivery in mention.deliveries:
                await server.deliveries.repeat(delivery)
        if n % TWICE == 0:
            await server.deliveries.repeat(posts[-1].deliveries[0])
    await server.wait_for(every(posts, lambda post: bool(post.own_reactions)))
    await server.until_settled()
    return posts


async def paced(number: int) -> AsyncIterator[int]:
    """0, 1, 2 ..., ``RATE`` a second; later ones catch up where it takes longer."""
    clock = asyncio.get_running_loop().time
    began = clock()
    for n in range(number):
        await asyncio.sleep(max(began + n / RATE - clock(), 0.0))
        yield n


def every(posts: Iterable[Post], is_reacted: Callable[[Post], bool]) -> Callable[[], bool]:
    """Whether all posts have their reaction by now; each is looked at until it has."""
    waiting = deque(posts)

    def done() -> bool:
        while waiting and is_reacted(waiting[0]):
            waiting.popleft()
        return not waiting

    return done


def counted(database: Path) -> dict[str, int]:
    """How many reactions the one store has counted, by platform."""
    with closing(sqlite3.connect(database)) as connection:
        reacted = "SELECT platform, SUM(number) FROM counts WHERE what = ? GROUP BY platform"
        return dict(connection.execute(reacted, ("auto_react.reacted",)).fetchall())


async def test_both_at_once_lose_nothing_double_nothing_and_are_never_late(
    settings: Settings,
    discord: LoopbackDiscord,
    slack: SlackServer,
    model: FakeModel,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("bot.app.load_model", lambda _: model)
    async with running(settings, discord, slack):
        (posts, asked), others = await asyncio.gather(
            on_discord(discord, number), on_slack(slack, number)
        )
        answers = [await interaction.answer() for interaction in asked]
        await slack.wait_for(lambda: len(slack.recorder.to("response_url")) >= len(asked))
        await slack.wait_for(lambda: len(slack.recorder.to("chat.postMessage")) >= len(asked))

    for n, (post, other) in enumerate(zip(posts, others, strict=True)):
        assert post.reactions == {EMOJIS[n % len(EMOJIS)]: ["mojibot"]}
        assert len(other.own_reactions) == 1
    assert all("🎉" in answer.text for answer in answers)
    assert all(interaction.acknowledged for interaction in asked)
    sent = [e for e in discord.recorder.exchanges if e.method == "PUT" and e.path.endswith("/@me")]
    assert len(sent) == number
    assert [call.error for call in slack.recorder.to("reactions.add")] == [None] * number
    assert len(slack.recorder.to("response_url")) == len(asked)
    assert len(slack.recorder.to("chat.postMessage")) == len(asked)
    assert slack.late_acks == []
    texts = Counter(text for call in model.calls for text in call.texts)
    assert {text: texts[text] for text in model.answers if texts[text] != 1} == {}
    assert counted(tmp_path / "mojibot.db") == {DISCORD: number, SLACK: number}
