from pathlib import Path

import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.catalogue import catalogue
from tests.trainer.distill.packing import unheard
from trainer.bases import prepare
from trainer.distill import grow
from trainer.distill.glossary import Entry
from trainer.distill.grow import Material, blend, enlarge
from trainer.distill.lessons import Named
from trainer.distill.packed import Packed
from trainer.rows import Row, Split
from trainer.scoring import score

LAYER = "transformer.h.0.attn.c_attn.weight"
# In a language that no model that ships reads.
DOG = Named("sv", "🐕", "jycke", ("byracka",))


@pytest.fixture
def material() -> Material:
    english = (Row("i just got the job!!", ("🎉",)),)
    none = Split((), (), ())
    return Material({"languages": none, "life": Split(english, (), ())}, [DOG] * 3)


def test_an_enlarged_model_still_answers_as_before_and_knows_the_new_words(
    material: Material, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grow, "PIECES", 12)
    monkeypatch.setattr(grow, "hard_words", dict)
    # The tiny encoder is narrower than the model that ships, which does not matter here.
    start, new = enlarge(Path("models/default"), material, packed, unheard)
    assert "jycke" in start.tokenizer.encode("Jycke").tokens
    assert start.tokenizer.token_to_id("jycke") in new
    assert start.languages == ("en", "sv")
    rows = [Row("who wants pizza tonight", ()), Row("we won the match", ())]
    best = score(start.reader(), start.encoder(catalogue()), rows).emojis.argmax(-1).tolist()
    assert [list(start.emojis)[place] for place in best] == ["🍕", "🏆"]


def test_old_weights_go_a_part_of_the_way_and_new_words_all_of_it() -> None:
    shape = GPT2Config(
        vocab_size=8, n_embd=4, n_layer=1, n_head=1, bos_token_id=None, eos_token_id=None
    )
    before, now = GPT2LMHeadModel(shape), GPT2LMHeadModel(shape)
    learned = now.transformer.wte.weight.detach().clone()
    layer = now.state_dict()[LAYER].clone()
    blend(now, before, 0.25, [5, 6])
    words = now.transformer.wte.weight
    assert torch.equal(words[5:7], learned[5:7])
    wanted = 0.25 * learned[:5] + 0.75 * before.transformer.wte.weight[:5]
    assert torch.allclose(words[:5], wanted)
    wanted = 0.25 * layer + 0.75 * before.state_dict()[LAYER]
    assert torch.allclose(now.state_dict()[LAYER], wanted)


def test_a_translated_message_is_taught_with_what_the_base_says_to_its_original() -> None:
    start = prepare("models/default", (), catalogue(), seed=0)
    row = Row("wer will heute abend pizza", ("🍕",))
    none = Split((), (), ())
    material = Material(
        {"translated": Split((row,), (), ()), "life": none},
        [],
        [Entry("de", "hund", "dog")],
        {row.message: "who wants pizza tonight"},
    )
    lessons, people = grow._lessons(material, start.emojis)
    answers = grow._own_answers(start, lessons, people).dense(range(len(lessons)), 1_700)
    emojis = list(start.emojis)
    best = {
        lesson.row.message: emojis[at]
        for lesson, at in zip(lessons, answers[:, : len(emojis)].argmax(-1).tolist(), strict=True)
    }
    assert (best[row.message], best["hund"]) == ("🍕", "🐕")
    shares = dict(zip((lesson.row.message for lesson in lessons), people.tolist(), strict=True))
    assert shares["hund"] == 0
    assert 0 < shares[row.message] < 1
