import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch.nn import functional as F

from tests.trainer.distill.packing import unheard
from trainer.distill.hard_words import hard_words
from trainer.distill.packed import Packed
from trainer.distill.tongues import Piece, Spoken, grown_rows, grown_tokenizer, new_pieces
from trainer.errors import BaseModelError
from trainer.vocabulary import token_id

TEXTS = [
    Spoken("de", "Mein Hund! Hunde sind süß"),
    Spoken("de", "ein Hund"),
    Spoken("hi", "मेरा कुत्ता"),
    Spoken("ja", "犬が死んだ"),
]


@pytest.fixture
def tokenizer() -> Tokenizer:
    words = ["[UNK]", "dog", "pizza", "died", "who", "##s", "##ing", "e", "##n", "##a"]
    made = Tokenizer(models.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(["<|react|>"])
    made.add_tokens(["🍕"])
    return made


def test_words_of_the_new_languages_become_whole_and_nothing_of_theirs_is_unknown(
    tokenizer: Tokenizer,
) -> None:
    grown = grown_tokenizer(tokenizer, new_pieces(tokenizer, TEXTS, 120, {}, {}))
    assert grown.encode("ein hund").tokens == ["ein", "hund"]
    assert "[UNK]" in tokenizer.encode("मेरा कुत्ता").tokens
    for spoken in TEXTS:
        assert "[UNK]" not in grown.encode(spoken.text.replace("!", "")).tokens


def test_a_piece_remembers_how_its_word_is_written(tokenizer: Tokenizer) -> None:
    pieces = {piece.text: piece for piece in new_pieces(tokenizer, TEXTS, 120, {}, {})}
    assert pieces["suß"] == Piece("suß", "süß", "de")
    assert pieces["##u"].surface is None


def test_old_words_keep_their_ids_and_added_tokens_make_room(tokenizer: Tokenizer) -> None:
    pieces = new_pieces(tokenizer, TEXTS, 20, {}, {})
    grown = grown_tokenizer(tokenizer, pieces)
    assert grown.encode("who died").ids == tokenizer.encode("who died").ids
    for token in ("<|react|>", "🍕"):
        assert token_id(grown, token) == token_id(tokenizer, token) + len(pieces)
    assert grown.encode("dog 🍕 hund").tokens[1] == "🍕"


def test_rows_move_with_their_tokens_and_a_new_word_lies_among_known_words(
    tokenizer: Tokenizer, packed: Packed
) -> None:
    rows = torch.randn(tokenizer.get_vocab_size(), 16, generator=torch.Generator().manual_seed(0))
    pieces = [Piece("hund", "Hund", "de"), Piece("##und", None, None)]
    grown = grown_tokenizer(tokenizer, pieces)
    found = grown_rows(tokenizer, rows, pieces, packed, unheard, nearest=2)
    assert torch.equal(found[grown.token_to_id("🍕")], rows[tokenizer.token_to_id("🍕")])
    parts = rows[[tokenizer.token_to_id(part) for part in ("##s", "##ing", "##n", "##a")]]
    assert torch.allclose(found[grown.token_to_id("##und")], parts.mean(0))
    known = rows[[tokenizer.token_to_id(word) for word in ("dog", "pizza", "died", "who")]]
    new = found[grown.token_to_id("hund")]
    assert new.norm() == pytest.approx(known.norm(dim=-1).mean().item())
    shares = torch.linalg.lstsq(known.T, new[:, None]).solution[:, 0]
    assert torch.allclose(shares @ known, new, atol=1e-4)
    assert int((shares > 1e-3).sum()) == 2
    assert F.normalize(shares, dim=0).min() > -1e-3


def test_a_vocabulary_of_another_kind_cannot_grow() -> None:
    with pytest.raises(BaseModelError, match="WordPiece"):
        grown_tokenizer(Tokenizer(models.BPE()), [Piece("hund", "Hund", "de")])


def test_a_word_that_must_not_be_misread_starts_as_its_english_word(
    tokenizer: Tokenizer, packed: Packed
) -> None:
    rows = torch.randn(tokenizer.get_vocab_size(), 16, generator=torch.Generator().manual_seed(0))
    pieces = new_pieces(tokenizer, TEXTS, 1, {"décédé": ("fr", "died")}, {})
    assert pieces == [Piece("decede", "décédé", "fr", "died")]
    found = grown_rows(tokenizer, rows, pieces, packed, unheard, nearest=2)
    grown = grown_tokenizer(tokenizer, pieces)
    assert torch.equal(found[token_id(grown, "decede")], rows[token_id(tokenizer, "died")])


def test_hard_words_exist_in_every_new_language_and_start_at_words_that_the_model_knows() -> None:
    known = Tokenizer.from_file("models/default/tokenizer.json").get_vocab()
    words = hard_words()
    # Chinese shares its signs with Japanese, which comes first.
    assert {language for language, _ in words.values()} == {
        *("ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "tr", "uk")
    }
    assert {english for _, english in words.values()} <= known.keys()
