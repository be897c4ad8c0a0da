import pytest
from tokenizers import Tokenizer

from emojifier.catalogue import catalogue
from trainer.distill import pieces
from trainer.distill.packed import Packed


@pytest.fixture(scope="module")
def tokenizer(packed: Packed) -> Tokenizer:
    counts = pieces.count(
        pieces.full_tokenizer(packed.pieces), {"who wants pizza tonight?": 1.0, "der hund ä": 1.0}
    )
    kept = pieces.prune(packed.pieces, counts, catalogue(), 60)
    return pieces.student_tokenizer(kept, [entry.emoji for entry in catalogue()])


def test_shouting_reads_like_talking(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("WHO WANTS PIZZA").ids == tokenizer.encode("who wants pizza").ids
    assert tokenizer.encode("who wants pizza").tokens == ["▁who", "▁wants", "▁pizza"]


@pytest.mark.parametrize("text", ["猫は かわいい", "ꙮ", "\u0001", "😶‍🌫️ ſtrange ﷽"])
def test_nothing_is_ever_unknown(tokenizer: Tokenizer, text: str) -> None:
    assert pieces.UNKNOWN not in tokenizer.encode(text).tokens


def test_an_emoji_is_one_token_and_leaves_no_lone_blank(tokenizer: Tokenizer) -> None:
    assert [t.strip() for t in tokenizer.encode("pizza 🍕 tonight").tokens] == [
        "▁pizza",
        "🍕",
        "▁tonight",
    ]


def test_control_tokens_are_whole(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("<|react|>").ids == [tokenizer.token_to_id("<|react|>")]


def test_what_the_texts_need_is_kept_before_what_is_likely(packed: Packed) -> None:
    counts = pieces.count(pieces.full_tokenizer(packed.pieces), {"pizza perro": 3.0, "the": 1.0})
    letters = sum(
        len(p) == 1 for p, _ in pieces.prune(packed.pieces, counts, catalogue(), 99).scores
    )
    kept = {p for p, _ in pieces.prune(packed.pieces, counts, catalogue(), letters + 2).scores}
    assert {"▁pizza", "▁perro"} <= kept
    assert "▁the" not in kept


def test_pieces_with_capitals_are_left_out(packed: Packed) -> None:
    kept = pieces.prune(packed.pieces, {"▁Hund": 9.0}, catalogue(), 1_000)
    assert not any(piece != piece.lower() for piece, _ in kept.scores)
