"""A whole day of a busy workspace, through the unmodified slack_bolt, with the model that ships."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Final

import pytest

from tests.played_day.day import Day, play
from tests.played_day.diary import Diary
from tests.played_day.script import COMMANDS, MORE_TROUBLES, SETTINGS, script
from tests.played_day.slack.player import LIMITED_TIMES, SlackPlayer
from tests.played_day.slack.stage import CONNECTIONS, Stage, stage
from tests.played_day.words import LAUGHTER

# Messages and commands of a short day, and of a long one.
SHORT: Final = (250, 60)
WHOLE: Final = (20_000, COMMANDS)

pytestmark = pytest.mark.timeout(3_600)


@dataclass(frozen=True, slots=True)
class Played:
    """A day, who played it, and how many commands there were."""

    day: Day[Stage]
    player: SlackPlayer
    commands: int

    @property
    def diary(self) -> Diary:
        return self.day.diary

    def calls(self, method: str) -> Counter[str | None]:
        """The calls of a method, by their error; None for those that went well."""
        return Counter(call.error for call in self.day.stage.server.recorder.to(method))


@pytest.fixture(scope="module", params=[SHORT, pytest.param(WHOLE, marks=pytest.mark.long)])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The day is played once; what came of it is looked at from all sides."""
    messages, commands = request.param
    players: list[SlackPlayer] = []

    def player(stage: Stage) -> SlackPlayer:
        players.append(SlackPlayer(stage))
        return players[0]

    day = asyncio.run(
        play(
            script(messages, commands=commands, troubles=MORE_TROUBLES),
            stage(tmp_path_factory.mktemp("day")),
            player,
            "slack_bolt",
            "slack_sdk",
        )
    )
    return Played(day, players[0], commands)


def test_both_ends_kept_to_slacks_rules(played: Played) -> None:
    assert played.day.stage.server.recorder.violations == []


def test_whatever_is_asked_is_answered(played: Played) -> None:
    assert len(played.diary.asked) == played.commands + len(SETTINGS)
    for asked, texts in played.diary.asked:
        assert all(texts), asked


@pytest.mark.parametrize(
    "method",
    ["chat.postMessage", "response_url", "views.open", "views.update", "views.publish"],
)
def test_nothing_is_answered_twice_and_nothing_is_lost(played: Played, method: str) -> None:
    assert played.calls(method) == {None: played.player.expected[method]}


def test_no_reaction_is_sent_twice(played: Played) -> None:
    reactions = played.calls("reactions.add")

    assert reactions[None] > 0
    assert reactions["already_reacted"] == 0


def test_everything_is_acknowledged_in_time(played: Played) -> None:
    assert played.player.delivered > len(played.diary.entries)
    assert played.player.late == []
    assert played.day.stage.server.deliveries.unacknowledged == []


def test_connections_that_break_or_end_are_opened_again(played: Played) -> None:
    breaks = sum(trouble.how in {"cut", "moved"} for trouble in MORE_TROUBLES)

    assert played.day.stage.server.sockets.opened == CONNECTIONS * (breaks + 1)


def test_while_slack_wants_no_reactions_none_are_sent(played: Played) -> None:
    reactions = played.calls("reactions.add")

    assert reactions["ratelimited"] == LIMITED_TIMES
    reacted = [e.line.at for e in played.diary.entries if e.own]
    assert reacted[-1] > max(t.at for t in MORE_TROUBLES if t.how == "limited")


def test_the_bot_reacts_only_where_it_was_switched_on(played: Played) -> None:
    assert played.diary.shares()["off"] == 0
    assert 0 < played.diary.reacted < len(played.diary.entries) / 10


def test_no_channel_and_nobody_is_crowded(played: Played) -> None:
    for entry in played.diary.entries:
        assert len(entry.own) <= (2 if entry.line.channel == "pets" else 1)
    assert list(played.diary.hurried()) == []


def test_a_grieving_message_gets_no_laughter(played: Played) -> None:
    for entry in played.diary.entries:
        if entry.line.grave:
            assert LAUGHTER.isdisjoint(entry.own), entry.line.text


def test_whoever_opted_out_is_left_alone_from_then_on(played: Played) -> None:
    left_alone = played.diary.left_alone()

    assert left_alone
    assert all(entry.reason is None and not entry.own for entry in left_alone)


def test_memory_stays_flat(played: Played) -> None:
    _, noon, _, night = played.day.objects

    assert night - noon < 500 + 2 * sum(len(entry.own) for entry in played.diary.entries)


def test_no_piece_of_any_message_is_logged_or_stored(played: Played) -> None:
    assert played.day.leaks.lines > 100
    assert played.day.rows > 10
    assert played.day.leaks.found == []
