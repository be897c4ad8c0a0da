"""A whole day of a busy server, through the unmodified discord.py, with the model that ships."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Final

import pytest

from tests.played_day.day import Day, play
from tests.played_day.discord.player import DiscordPlayer
from tests.played_day.discord.stage import Stage, stage
from tests.played_day.player import REFUSES
from tests.played_day.script import COMMANDS, SETTINGS, TROUBLES, script
from tests.played_day.words import LAUGHTER

MESSAGES: Final = 2_000
WHOLE: Final = 20_000
# More would be spam: reactions a message, by what is set in the channel.
MOST_OFTEN: Final = {"rarely": 0.05, "sometimes": 0.12, "often": 0.25}


# The day is played within the first test's time; the whole one takes minutes.
pytestmark = pytest.mark.timeout(3_600)


@pytest.fixture(scope="module", params=[MESSAGES, pytest.param(WHOLE, marks=pytest.mark.long)])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day[Stage]:
    """The day is played once; what came of it is looked at from all sides."""
    return asyncio.run(
        play(
            script(request.param),
            stage(tmp_path_factory.mktemp("day")),
            DiscordPlayer,
            "discord",
        )
    )


def test_both_ends_kept_to_discords_rules(day: Day[Stage]) -> None:
    assert day.stage.server.recorder.violations == []


def test_the_bot_reacts_as_often_as_is_set(day: Day[Stage]) -> None:
    shares = day.diary.shares()

    assert shares.pop("off") == 0
    assert all(0 < shares[name] <= most for name, most in MOST_OFTEN.items()), shares
    assert shares["rarely"] < shares["sometimes"] < shares["often"]


def test_no_channel_and_nobody_is_crowded(day: Day[Stage]) -> None:
    for entry in day.diary.entries:
        assert len(entry.own) <= (2 if entry.line.channel == "pets" else 1)
    assert list(day.diary.hurried()) == []


def test_a_grieving_message_gets_no_laughter_and_seldom_anything(day: Day[Stage]) -> None:
    grave = [entry for entry in day.diary.entries if entry.line.grave]
    judged = [entry for entry in grave if entry.reason in {"reacted", "serious", "unsure"}]

    for entry in grave:
        assert LAUGHTER.isdisjoint(entry.own), entry.line.text
    assert len(judged) >= 20
    assert sum(bool(entry.own) for entry in judged) <= len(judged) / 10


def test_whoever_opted_out_is_left_alone_from_then_on(day: Day[Stage]) -> None:
    left_alone = day.diary.left_alone()

    assert left_alone
    assert all(entry.reason is None and not entry.own for entry in left_alone)


def test_every_command_and_every_press_is_answered(day: Day[Stage]) -> None:
    assert len(day.diary.asked) == COMMANDS + len(SETTINGS)
    interactions = day.stage.server.registry.interactions.values()
    assert len(interactions) > COMMANDS
    assert all(interaction.acknowledged for interaction in interactions)
    for asked, texts in day.diary.asked:
        assert all(texts), asked


def test_there_is_no_storm_of_refused_requests(day: Day[Stage]) -> None:
    statuses = Counter(exchange.status for exchange in day.stage.server.recorder.exchanges)
    reactions = [e for e in day.stage.server.recorder.exchanges if e.path.endswith("/@me")]

    assert statuses[429] <= len(reactions) / 20
    assert statuses[401] + statuses[403] == 0
    assert statuses[500] == sum(trouble.how == "refused" for trouble in TROUBLES)


def test_a_connection_that_breaks_is_taken_up_again(day: Day[Stage]) -> None:
    breaks = [trouble for trouble in TROUBLES if trouble.how != "refused"]

    assert len(day.stage.server.recorder.identifies) == 1
    assert len(day.stage.server.recorder.resumes) == len(breaks)
    last = max(trouble.at for trouble in breaks)
    assert any(entry.own for entry in day.diary.entries if entry.line.at > last)


def test_an_author_takes_a_reaction_away(day: Day[Stage]) -> None:
    assert day.diary.refused == day.diary.reacted // REFUSES >= 1


def test_memory_stays_flat(day: Day[Stage]) -> None:
    _, noon, _, night = day.objects
    # Of its reactions the bot remembers the latest; that is two small objects each.
    reacted = sum(len(entry.own) for entry in day.diary.entries)

    assert night - noon < 500 + 2 * reacted


def test_no_piece_of_any_message_is_logged_or_stored(day: Day[Stage]) -> None:
    assert day.leaks.lines > 500
    assert day.rows > 10
    assert day.leaks.found == []
