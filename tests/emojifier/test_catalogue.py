"""The catalogue against Unicode's own file, and against the spellings that people type."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator

import pytest

from emojifier.catalogue import TABLE, Catalogue, catalogue
from emojifier.errors import UnknownEmoji
from trainer.sources import open_source

TONE = re.compile("[\U0001f3fb-\U0001f3ff]")


def emoji_test() -> Iterator[tuple[str, str]]:
    """(emoji, status) of every line of emoji-test that is not a lone component."""
    with open_source("unicode/emoji-test-17.0.txt") as file:
        for line in file:
            fields = line.partition("#")[0]
            code_points, _, status = (part.strip() for part in fields.partition(";"))
            if status and status != "component":
                yield "".join(chr(int(point, 16)) for point in code_points.split()), status


def test_holds_every_fully_qualified_emoji_without_skin_tone_in_unicodes_order() -> None:
    expected = [
        e for e, status in emoji_test() if status == "fully-qualified" and not TONE.search(e)
    ]
    assert [entry.emoji for entry in catalogue()] == expected
    assert len(catalogue()) == len(expected) == 1914
    assert catalogue().unicode_version == "17.0"


def test_every_spelling_in_unicodes_file_becomes_a_catalogue_emoji() -> None:
    emojis = catalogue()
    lines = list(emoji_test())
    assert len(lines) == 5216
    for spelling, _ in lines:
        assert emojis.normalise(spelling) in emojis
        assert emojis.split(spelling) == [emojis.normalise(spelling)]


def test_the_catalogues_own_spelling_is_not_changed() -> None:
    for entry in catalogue():
        assert catalogue().normalise(entry.emoji) == entry.emoji


def test_an_entry_carries_unicodes_facts_and_the_platforms_names() -> None:
    tada = catalogue()["🎉"]
    assert (tada.name, tada.group, tada.subgroup) == ("party popper", "Activities", "event")
    assert (tada.version, tada.slack, tada.github) == (0.6, "tada", "tada")
    assert "celebration" in tada.keywords
    assert catalogue()["🫪"].version == 17.0
    assert catalogue()["🫪"].slack is None
    # Unicode, GitHub and Slack disagree here, and Slack refuses all names but its own.
    assert catalogue()["👍"].slack == "+1"
    assert catalogue()["👌"].slack == "ok_hand"
    assert catalogue()["✅"].slack == "white_check_mark"


def test_membership_is_of_exact_spellings() -> None:
    assert "❤️" in catalogue()
    assert "❤" not in catalogue()
    assert "👋🏽" not in catalogue()
    assert 7 not in catalogue()
    with pytest.raises(KeyError):
        catalogue()["❤"]


@pytest.mark.parametrize(
    ("spelling", "emoji"),
    [
        ("❤", "❤️"),
        ("❤️", "❤️"),
        ("✉", "✉️"),
        ("1⃣", "1️⃣"),
        ("😂\ufe0f", "😂"),
        ("👋🏽", "👋"),
        ("☝🏿", "☝️"),
        ("👮🏻‍♂", "👮‍♂️"),
        ("🏳‍🌈", "🏳️‍🌈"),
        ("👁‍🗨", "👁️‍🗨️"),
        ("👩🏻‍❤️‍👨🏿", "👩‍❤️‍👨"),
        ("👩🏻‍❤‍💋‍👨🏿", "👩‍❤️‍💋‍👨"),
        ("🧑🏻‍❤️‍🧑🏿", "💑"),
        ("🧑🏻‍❤️‍💋‍🧑🏿", "💏"),
        ("🫱🏻‍🫲🏿", "🤝"),
        ("👩🏽‍🤝‍👩🏿", "👭"),
        ("👩🏽‍🤝‍👨🏿", "👫"),
        ("👨🏽‍🤝‍👨🏿", "👬"),
        ("👨🏻‍🐰‍👨🏿", "👯‍♂️"),
        ("  🎉\n", "🎉"),
        (":tada:", "🎉"),
        (":Tada:", "🎉"),
        (":+1:", "👍"),
        (":-1:", "👎"),
        (":thumbsup:", "👍"),
        (":wave::skin-tone-2:", "👋"),
        (":wave::skin-tone-6:", "👋"),
        (":flag-de:", "🇩🇪"),
        (":flag_de:", "🇩🇪"),
        (":de:", "🇩🇪"),
        (":woman-shrugging:", "🤷‍♀️"),
        (":grinning_face:", "😀"),
        (":orca:", "🫍"),
    ],
)
def test_what_people_type_becomes_the_catalogues_spelling(spelling: str, emoji: str) -> None:
    assert catalogue().normalise(spelling) == emoji


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        " ",
        "a",
        "1",
        "#",
        "🎉🎉",
        "🎉!",
        ":no_such_emoji:",
        "::",
        ":",
        "🏽",
        "\u200d",
        "\ufe0f",
        "🇩",
    ],
)
def test_what_is_no_emoji_is_refused(spelling: str) -> None:
    with pytest.raises(UnknownEmoji):
        catalogue().normalise(spelling)


def test_a_refusal_does_not_repeat_a_long_text() -> None:
    with pytest.raises(UnknownEmoji) as caught:
        catalogue().normalise("x" * 100_000)
    assert len(str(caught.value)) < 200


def test_slack_short_names_lead_back_to_their_emoji() -> None:
    with_slack = [entry for entry in catalogue() if entry.slack is not None]
    assert len(with_slack) == 1906
    for entry in with_slack:
        assert catalogue().normalise(f":{entry.slack}:") == entry.emoji


def test_where_slack_and_github_disagree_slacks_meaning_wins() -> None:
    assert catalogue()["☔"].github == "umbrella"
    assert catalogue().normalise(":umbrella:") == "☂️"


def test_github_short_codes_lead_back_to_their_emoji_where_slack_has_no_other_meaning() -> None:
    slack = {name for entry in catalogue() for name in [entry.slack]}
    for entry in catalogue():
        if entry.github is not None and entry.github not in slack:
            assert catalogue().normalise(f":{entry.github}:") == entry.emoji


def found(text: str) -> list[str]:
    return [emoji for _, _, emoji in catalogue().find(text)]


@pytest.mark.parametrize(
    ("text", "emojis"),
    [
        ("", []),
        ("no emoji here, 100% (#1) *", []),
        ("love ❤ and ❤️", ["❤️", "❤️"]),
        ("👋🏽👋🏿!", ["👋", "👋"]),
        ("👩🏻‍❤️‍👨🏿🧑🏻‍❤️‍🧑🏿", ["👩‍❤️‍👨", "💑"]),
        ("👨‍👩‍👧‍👦 family", ["👨‍👩‍👧‍👦"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿 won", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿"]),
        ("👩‍", ["👩"]),
        ("👩‍🎉", ["👩", "🎉"]),
        ("🍕🏽", ["🍕"]),
        ("© 2026 Mojibot™ ® ℹ ‼", []),
        ("©️ ™️ ‼️", ["©️", "™️", "‼️"]),
        ("1️⃣ 2⃣ 3", ["1️⃣", "2️⃣"]),
        ("#️⃣", ["#️⃣"]),
        ("🏽", []),
        ("🇩", []),
    ],
)
def test_emojis_are_found_in_running_text(text: str, emojis: list[str]) -> None:
    assert found(text) == emojis


def test_found_spans_cover_the_whole_spelling() -> None:
    text = "a 👩🏻‍❤️‍👨🏿 b ❤\ufe0f\ufe0f c"
    spans = [text[start:end] for start, end, _ in catalogue().find(text)]
    assert spans == ["👩🏻‍❤️‍👨🏿", "❤\ufe0f\ufe0f"]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        "😂",
        "👩🏻‍",
        "🇩",
        "❤️",
        "🏽",
        "\ufe0f",
        "👩‍❤️‍",
        "🇩\ufe0f\ufe0f\ufe0f",
        "👩\u200d",
        "🏴\U000e0067",
    ],
)
def test_finding_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        begin = time.perf_counter()
        for _ in catalogue().find(text):
            pass
        return time.perf_counter() - begin

    seconds(1_000)
    small = min(seconds(20_000) for _ in range(3))
    large = min(seconds(200_000) for _ in range(2))
    # 10 where linear, 100 where quadratic.
    assert large < 40 * max(small, 1e-3)


@pytest.mark.parametrize(
    ("cell", "emojis"),
    [
        ("", []),
        ("🎉", ["🎉"]),
        ("🎉 ❤ 👋🏽", ["🎉", "❤️", "👋"]),
        ("🎉❤👋🏽", ["🎉", "❤️", "👋"]),
        ("🎉, 🥳", ["🎉", "🥳"]),
        (":tada: :wave::skin-tone-3:", ["🎉", "👋"]),
        (":tada::wave::skin-tone-3::+1:🥳", ["🎉", "👋", "👍", "🥳"]),
        ("©™", ["©️", "™️"]),
        ("1⃣2️⃣", ["1️⃣", "2️⃣"]),
    ],
)
def test_a_cell_is_split_into_its_emojis(cell: str, emojis: list[str]) -> None:
    assert catalogue().split(cell) == emojis


@pytest.mark.parametrize("cell", ["🎉x", "x🎉", "party", ":nope:", "🎉 :nope:", "🎉 🏽", "12", "-"])
def test_a_cell_with_anything_else_is_refused(cell: str) -> None:
    with pytest.raises(UnknownEmoji):
        catalogue().split(cell)


def test_the_whole_catalogue_in_one_cell_comes_back_in_order() -> None:
    everything = [entry.emoji for entry in catalogue()]
    assert catalogue().split(" ".join(everything)) == everything
    assert catalogue().split("".join(everything)) == everything


def test_loading_costs_little_more_than_reading_the_table() -> None:
    def split() -> list[list[str]]:
        return [row.split("\t") for row in TABLE.read_text(encoding="utf-8").splitlines()]

    assert _seconds(Catalogue.load) < 20 * _seconds(split)


def _seconds(work: Callable[[], object]) -> float:
    """Of the best of five times."""

    def once() -> float:
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin

    return min(once() for _ in range(5))


def test_the_digest_is_the_tables_and_the_table_is_read_once() -> None:
    assert catalogue().digest == hashlib.sha256(TABLE.read_bytes()).hexdigest()
    assert catalogue() is catalogue()
