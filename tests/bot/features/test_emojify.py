"""The emojify feature, with a real worker, a real store and a model that records."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from bot.features.candidates import CustomEmoji
from bot.features.emojify import RANKED, Answer, Asked, emojify
from bot.features.errors import NothingPermitted, NothingToRead, NotTrainedToTell
from bot.inference import Worker
from bot.store.records import CustomEmojiRules, HouseRules, ServerKey, ServerSettings
from bot.store.store import DatabaseStore
from emojifier.catalogue import catalogue
from emojifier.suggestion import Mode, Suggestion
from tests.bot.fakes import INFO, FakeLoader, FakeModel

HOME = ServerKey("discord", "10")
RANKING = [entry.emoji for entry in catalogue()][:25]


@pytest.fixture
def model() -> FakeModel:
    return FakeModel(
        {
            "we won": ["⚽", "🎉", "🖕", "🇩🇪", "👏"],
            "rain again": ["🌧️", "☔", "😢"],
            "rude": ["🖕", "🍆"],
            "long": RANKING,
        },
        tells=True,
    )


@pytest.fixture
async def worker(model: FakeModel) -> AsyncIterator[Worker]:
    worker = Worker(FakeLoader(model), cache_size=10)
    worker.start()
    yield worker
    await worker.aclose()


def shown(answer: Answer) -> list[str]:
    return [candidate.emoji for candidate in answer.emojis]


async def test_answers_with_the_models_emojis(worker: Worker) -> None:
    answer = await emojify(worker, Asked("rain again", count=2))

    assert shown(answer) == ["🌧️", "☔"]
    assert [c.emoji for c in answer.ranked] == ["🌧️", "☔", "😢"]
    assert answer.output == "🌧️ ☔"
    assert (answer.quiet, answer.model, answer.more) == (0.125, INFO.title, True)


async def test_passes_on_how_new_the_emojis_may_be(worker: Worker, model: FakeModel) -> None:
    await emojify(worker, Asked("hello"), newest=15.0)

    [call] = model.calls
    assert (call.texts, call.newest) == (("hello",), 15.0)


async def test_the_next_page_goes_on_where_the_last_one_ended_and_asks_the_model_no_more(
    worker: Worker, model: FakeModel
) -> None:
    pages = [await emojify(worker, Asked("long", count=10, page=page)) for page in range(4)]

    assert [shown(page) for page in pages[:3]] == [RANKING[:10], RANKING[10:20], RANKING[20:]]
    assert [page.more for page in pages] == [True, True, False, True]
    assert pages[3] == pages[0]
    assert {page.ranked for page in pages} == {pages[0].ranked}
    assert len(pages[0].ranked) == RANKED
    assert len(model.calls) == 1


async def test_a_servers_rules_hold_there_and_nowhere_else(
    worker: Worker, store: DatabaseStore
) -> None:
    strict = HouseRules(forbidden=frozenset({"⚽"}), flags=True, skin_tone="dark")
    await store.change(HOME, lambda settings: settings.model_copy(update={"house_rules": strict}))

    at_home = await emojify(worker, Asked("we won", server=HOME), store=store)
    elsewhere = await emojify(
        worker, Asked("we won", server=ServerKey("discord", "11")), store=store
    )
    in_private = await emojify(worker, Asked("we won"), store=store)

    assert shown(at_home) == ["🎉", "🇩🇪", "👏🏿"]
    assert shown(elsewhere) == ["⚽", "🎉", "👏"]
    assert shown(in_private) == ["⚽", "🎉", "🇩🇪"]


async def test_an_age_restricted_channel_may_be_rude(worker: Worker, store: DatabaseStore) -> None:
    asked = Asked("rude", server=HOME, age_restricted=True)

    assert shown(await emojify(worker, asked, store=store)) == ["🖕", "🍆"]


async def test_where_the_house_leaves_nothing_one_sentence_says_so(
    worker: Worker, store: DatabaseStore
) -> None:
    with pytest.raises(NothingPermitted):
        await emojify(worker, Asked("rude", server=HOME), store=store)


async def test_the_servers_own_emojis_take_part(worker: Worker, store: DatabaseStore) -> None:
    own = (CustomEmoji("77", "blobRain"), CustomEmoji("78", "partyParrot"))
    answer = await emojify(worker, Asked("rain again", server=HOME, customs=own), store=store)

    assert sorted(shown(answer)) == sorted(["blobRain", "🌧️", "☔"])
    assert ":blobRain:" in answer.output
    assert [c.custom for c in answer.emojis if c.custom] == [own[0]]


async def test_a_server_may_do_without_its_own(worker: Worker, store: DatabaseStore) -> None:
    off = ServerSettings(custom_emojis=CustomEmojiRules(enabled=False))
    await store.change(HOME, lambda _: off)
    own = (CustomEmoji("77", "blobRain"),)
    answer = await emojify(worker, Asked("rain again", server=HOME, customs=own), store=store)

    assert shown(answer) == ["🌧️", "☔", "😢"]


async def test_a_message_is_retold_in_order_and_within_the_rules(worker: Worker) -> None:
    answer = await emojify(worker, Asked("we won", style=Mode.RETELL, count=1, page=4))

    assert shown(answer) == ["⚽", "🎉", "🇩🇪", "👏"]
    assert answer.output == "⚽ 🎉 🇩🇪 👏"
    assert not answer.more


async def test_a_message_is_decorated_as_the_server_likes(
    worker: Worker, model: FakeModel, store: DatabaseStore
) -> None:
    model.answers["thanks 🎉"] = ["👏"]
    rules = HouseRules(skin_tone="light", forbidden=frozenset({"🎉"}))
    await store.change(HOME, lambda settings: settings.model_copy(update={"house_rules": rules}))

    asked = Asked("thanks 🎉", style=Mode.DECORATE, server=HOME)
    answer = await emojify(worker, asked, store=store)

    assert answer.output == "thanks 🎉 👏🏻"


async def test_a_decoration_that_the_house_forbids_is_taken_out_again(
    store: DatabaseStore,
) -> None:
    class Decorator(FakeModel):
        def decorate(
            self, texts: Sequence[str], *, newest: float | None = None
        ) -> list[Suggestion]:
            [suggestion] = self.suggest(texts, 2, newest=newest)
            return [replace(suggestion, decorated="you 🖕, we won ⚽!")]

    worker = Worker(FakeLoader(Decorator({"you, we won!": ["🖕", "⚽"]}, tells=True)))
    worker.start()
    answer = await emojify(
        worker, Asked("you, we won!", style=Mode.DECORATE, server=HOME), store=store
    )
    await worker.aclose()

    assert answer.output == "you, we won ⚽!"
    assert shown(answer) == ["⚽"]


async def test_a_model_that_cannot_tell_says_so() -> None:
    worker = Worker(FakeLoader(FakeModel()))
    worker.start()
    for style in (Mode.RETELL, Mode.DECORATE):
        with pytest.raises(NotTrainedToTell):
            await emojify(worker, Asked("we won", style=style))
    await worker.aclose()


@pytest.mark.parametrize("text", ["", "  \n\t", "https://example.org/a", "<@1234>", "\u200b"])
async def test_refuses_what_has_no_words_without_asking_the_model(
    worker: Worker, model: FakeModel, text: str
) -> None:
    with pytest.raises(NothingToRead):
        await emojify(worker, Asked(text))

    assert model.calls == []


async def test_an_answer_without_emojis_means_nothing_was_read(
    worker: Worker, model: FakeModel
) -> None:
    model.answers["a word"] = ()

    with pytest.raises(NothingToRead):
        await emojify(worker, Asked("a word"))
