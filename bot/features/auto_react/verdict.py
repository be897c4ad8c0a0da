"""What was decided about one message, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.features.candidates import Candidate


class Reason(StrEnum):
    """Why a message is left alone; ``FIXED`` and ``REACTED`` are the ones that it is not."""

    OPTED_OUT = "opted_out"
    BOT = "bot"
    NOT_PLAIN = "not_plain"
    JUDGED = "judged"  # this message was judged before
    PERSON = "person"
    ROLE = "role"
    OFF = "off"
    THREAD = "thread"
    FORUM_POST = "forum_post"
    NOTHING_TO_READ = "nothing_to_read"
    LANGUAGE = "language"  # the model does not know the message's language
    QUIET_HOURS = "quiet_hours"
    LATE = "late"
    CHANNEL_COOLDOWN = "channel_cooldown"
    PERSON_COOLDOWN = "person_cooldown"
    HOURLY = "hourly"
    CHANCE = "chance"
    BUSY = "busy"
    NO_MODEL = "no_model"
    QUIET = "quiet"
    SERIOUS = "serious"
    FORBIDDEN = "forbidden"
    UNSURE = "unsure"
    REPEATED = "repeated"
    FIXED = "fixed"
    REACTED = "reacted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The ``reactions`` to add, best first, or none.

    ``spares`` fit as surely: they are there for a platform that does not take one of them.
    ``quiet`` and ``probability`` (of the best candidate that the house rules let out) are there
    where the model was asked.
    """

    reason: Reason
    reactions: tuple[Candidate, ...] = ()
    quiet: float | None = None
    probability: float | None = None
    spares: tuple[Candidate, ...] = ()
