"""/retrain: who may, what is understood before anything starts, and what happens to the files."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.features.retraining import uploads
from bot.features.retraining.face import Refusal
from bot.settings import Settings, load_settings
from tests.bot.platforms.discord.conftest import AT_ONCE, DIRECTLY, StartBot
from tests.bot.platforms.discord.retraining import ROWS
from tests.bot.retraining import ScriptedRetrainer
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.files import Attached
from tests.loopback.discord.objects import Json
from tests.loopback.discord.server import TOKEN
from tests.loopback.discord.world import OWNER

FILE = {"file1": ROWS}


@pytest.fixture
def retrainer(tmp_path: Path) -> ScriptedRetrainer:
    return ScriptedRetrainer(tmp_path)


def team(server: LoopbackDiscord, *, role: str = "developer", state: int = 2) -> Json:
    """A team of the owner and ada."""
    people = [(server.world.owner, "admin", 2), (server.world.person("ada"), role, state)]
    return {
        "id": "77",
        "icon": None,
        "name": "The Team",
        "owner_user_id": server.world.owner["id"],
        "members": [
            {
                "user": user,
                "team_id": "77",
                "membership_state": membership,
                "role": role,
                "permissions": ["*"],
            }
            for user, role, membership in people
        ],
    }


@pytest.mark.parametrize("patience", [DIRECTLY, AT_ONCE])
async def test_the_owner_sees_in_private_what_was_understood_before_anything_starts(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer, patience: float
) -> None:
    retrainer.refusals = (Refusal("no emoji in it", 2, (7, 9), "hello"),)
    async with start_bot(retrainer=retrainer, patience=patience):
        asked = await server.slash_command("retrain", FILE, author=OWNER)
        answer = await asked.answer()
        [upload] = retrainer.asked[0].uploads
        assert upload.path.read_bytes() == ROWS.content

    assert retrainer.rooms == [], "whoever stops the bot leaves no files behind"
    assert answer.ephemeral
    assert answer.content.splitlines() == [
        "**Retrain the model?**",
        "**ours.tsv**: rows: 120 · different emojis: 14 (two columns)",
        "Left out: 2",
        "• 2 × no emoji in it, for example in line 7",
        "Repeated: 3",
        *(f"> message {n} → 🚢" for n in range(5)),
        "Base: shipped · epochs: 2 · learning rate: 0.00002",
        "It takes about 7 minutes. Everybody is answered meanwhile, and nothing changes before you "
        "say so.",
        "-# Data may come from files that you attach, from the data sets that come with the bot, "
        "and from RETRAIN_SOURCES. Messages that people write are never used.",
    ]
    assert answer.buttons == ["Start", "Not now"]
    assert retrainer.running is None


async def test_a_huge_preview_fits_into_one_message(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    retrainer.refusals = tuple(Refusal("*" * 500, n, (n,)) for n in range(1, 9))
    files = {f"file{n}": Attached(f"{'_' * 80}{n}.csv", b"x") for n in (1, 2, 3)}
    async with start_bot(retrainer=retrainer):
        answer = await (await server.slash_command("retrain", files, author=OWNER)).answer()

    assert 1_500 < len(answer.content) <= 2_000
    assert "never used" in answer.content


async def test_not_now_deletes_the_files(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        answer = await (await server.slash_command("retrain", FILE, author=OWNER)).answer()
        assert len(retrainer.rooms) == 1
        pressed = await answer.press("Not now", author=OWNER)
        after = await pressed.answer()

    assert after.content == "Nothing was started, and the files are deleted."
    assert (after.buttons, retrainer.rooms) == ([], [])


async def test_what_cannot_be_started_offers_no_start_and_keeps_no_file(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    retrainer.trouble = "Training needs 900 MB of memory, and 512 MB are free."
    async with start_bot(retrainer=retrainer):
        answer = await (await server.slash_command("retrain", FILE, author=OWNER)).answer()

    assert "⚠️ Training needs 900 MB" in answer.content
    assert (answer.buttons, retrainer.rooms) == ([], [])


async def test_without_data_it_says_what_to_do(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        answer = await (await server.slash_command("retrain", author=OWNER)).answer()

    assert "Attach a file" in answer.content
    assert "never used" in answer.content
    assert retrainer.asked == []


@pytest.mark.parametrize(
    ("attached", "sentence"),
    [
        (Attached("x.exe", b"x"), "x.exe cannot be read: please attach a .csv, .tsv"),
        (Attached("x.csv", b"x", said=25 * 1024 * 1024 + 1), "x.csv is too big"),
    ],
)
async def test_a_file_that_will_not_do_is_never_fetched(
    server: LoopbackDiscord,
    start_bot: StartBot,
    retrainer: ScriptedRetrainer,
    attached: Attached,
    sentence: str,
) -> None:
    async with start_bot(retrainer=retrainer):
        asked = await server.slash_command("retrain", {"file1": attached}, author=OWNER)
        answer = await asked.answer()

    assert answer.ephemeral
    assert answer.content.startswith(sentence)
    assert (server.files.asked, retrainer.rooms) == ([], [])


async def test_a_file_bigger_than_was_said_is_not_fetched_to_its_end(
    server: LoopbackDiscord,
    start_bot: StartBot,
    retrainer: ScriptedRetrainer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1_000)
    lying = Attached("ours.csv", b"x" * 200_000, said=10)
    async with start_bot(retrainer=retrainer):
        asked = await server.slash_command("retrain", {"file1": ROWS, "file2": lying}, author=OWNER)
        answer = await asked.answer()

    assert answer.content.startswith("ours.csv is too big")
    assert (retrainer.asked, retrainer.rooms) == ([], [])


async def test_a_file_that_discord_lost_is_asked_for_again(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    gone = Attached("ours.csv", b"x")
    server.files.lost.add("ours.csv")
    async with start_bot(retrainer=retrainer):
        asked = await server.slash_command("retrain", {"file1": gone}, author=OWNER)
        answer = await asked.answer()

    assert answer.content.startswith("ours.csv could not be fetched from Discord")
    assert retrainer.rooms == []


async def test_a_files_name_never_leads_anywhere(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    evil = Attached("../../=cmd|'x'!A1`**@everyone.TSV", ROWS.content)
    async with start_bot(retrainer=retrainer):
        asked = await server.slash_command("retrain", {"file1": evil}, author=OWNER)
        answer = await asked.answer()
        [upload] = retrainer.asked[0].uploads
        assert upload.path.name == "1.tsv"
        assert upload.path.parent in retrainer.rooms

    assert r"\`\*\*\@everyone" in answer.content
    assert answer.pings == ()


async def test_others_are_refused_in_private_and_it_is_logged(
    server: LoopbackDiscord,
    start_bot: StartBot,
    retrainer: ScriptedRetrainer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, "bot"):
        async with start_bot(retrainer=retrainer):
            asked = await server.slash_command("retrain", FILE, author="ada", overridden=True)
            answer = await asked.answer()

    assert answer.ephemeral
    assert answer.content.startswith("Only the bot’s operators can retrain it")
    assert (retrainer.asked, server.files.asked) == ([], [])
    [record] = [r for r in caplog.records if "no operator" in r.getMessage()]
    assert record.__dict__["user"] == int(server.world.person("ada")["id"])


async def test_only_administrators_see_the_command_at_all(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        with pytest.raises(LookupError, match="ada does not see retrain"):
            await server.slash_command("retrain", FILE, author="ada")


@pytest.mark.parametrize(
    ("role", "state", "may"),
    [("developer", 2, True), ("admin", 2, True), ("read_only", 2, False), ("admin", 1, False)],
)
async def test_a_teams_members_are_operators_unless_they_may_only_read_or_were_only_invited(
    server: LoopbackDiscord,
    start_bot: StartBot,
    retrainer: ScriptedRetrainer,
    role: str,
    state: int,
    may: bool,
) -> None:
    async with start_bot(retrainer=retrainer):
        # Joined while the bot runs.
        server.registry.application["team"] = team(server, role=role, state=state)
        asked = await server.slash_command("retrain", FILE, author="ada", overridden=True)
        answer = await asked.answer()

    assert bool(answer.buttons) is may


class TestNamedOperators:
    @pytest.fixture
    def settings(self, server: LoopbackDiscord) -> Settings:
        ada = server.world.person("ada")["id"]
        return load_settings({"DISCORD_TOKEN": TOKEN, "DISCORD_OWNER_IDS": f"1, {ada}"})

    async def test_whoever_is_named_may_and_the_owner_no_more(
        self, server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
    ) -> None:
        async with start_bot(retrainer=retrainer):
            asked = await server.slash_command("retrain", FILE, author="ada", overridden=True)
            named = await asked.answer()
            owner = await (await server.slash_command("retrain", FILE, author=OWNER)).answer()

        assert named.buttons == ["Start", "Not now"]
        assert owner.content.startswith("Only the bot’s operators")


@pytest.mark.parametrize("there", [True, False])
async def test_where_nothing_can_be_retrained_it_says_so(
    server: LoopbackDiscord, start_bot: StartBot, tmp_path: Path, there: bool
) -> None:
    retrainer = ScriptedRetrainer(tmp_path, enabled=False) if there else None
    async with start_bot(retrainer=retrainer):
        answer = await (await server.slash_command("retrain", FILE, author=OWNER)).answer()
        offered = await server.completions("retrain", "data", "", author=OWNER)

    assert answer.content.startswith("This bot cannot be retrained here")
    assert offered == []


async def test_data_sets_and_models_are_completed_while_one_types(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        data = await server.completions("retrain", "data", "LI", author=OWNER)
        bases = await server.completions("retrain", "base", "", author=OWNER)
        options = {"data": "life", "base": "shipped", "epochs": 3.0, "learning_rate": 1e-4}
        await (await server.slash_command("retrain", options, author=OWNER)).answer()

    assert data == ["life"]
    assert bases == ["current", "shipped", "gpt2"]
    [asked] = retrainer.asked
    assert (asked.sources, asked.base, asked.epochs) == (("life",), "shipped", 3.0)
    assert (asked.learning_rate, asked.name) == (1e-4, "life")
