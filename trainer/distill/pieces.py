"""The student's vocabulary: the encoder's pieces that its languages use, bytes for all the rest.

Text is read in lower case, so that SHOUTING finds the pieces of quiet words and each piece is
needed once. A character that no piece covers is spelled in UTF-8 bytes: nothing is ever unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

from emojifier.artifact import CONTROL_TOKENS
from emojifier.catalogue import Catalogue
from trainer.distill.packed import Pieces

UNKNOWN = "<unk>"
_BYTES = tuple(f"<0x{byte:02X}>" for byte in range(256))
# Below every real piece, so that text which happens to spell a byte's name is not read as one.
_BYTE_SCORE = -99.0


def full_tokenizer(pieces: Pieces) -> Tokenizer:
    """The encoder's whole vocabulary behind the student's normaliser."""
    return _unigram(list(pieces.scores), pieces.unknown, byte_fallback=False)


def count(tokenizer: Tokenizer, texts: Mapping[str, float]) -> dict[str, float]:
    """How often each piece is needed to spell the texts, by their weights."""
    counts: defaultdict[str, float] = defaultdict(float)
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    for encoding, weight in zip(encodings, texts.values(), strict=True):
        for token in encoding.tokens:
            counts[token] += weight
    return counts


def prune(pieces: Pieces, counts: Mapping[str, float], catalogue: Catalogue, size: int) -> Pieces:
    """Keep the ``size`` pieces of most use, in the encoder's order.

    First those that the texts need, most needed first; then the likeliest others whose letters
    occur in the texts, since a language has more words than its texts here. Pieces with capitals
    or emojis are never needed: both are read in another way.
    """
    letters = {letter for token in counts for letter in token}
    usable = {
        piece: score
        for piece, score in pieces.scores
        if score < 0
        and piece == piece.lower()
        and letters.issuperset(piece)
        and not any(catalogue.find(piece))
    }
    single = [piece for piece in usable if len(piece) == 1]
    needed = sorted((p for p in usable if p in counts), key=lambda p: -counts[p])
    likely = sorted(usable, key=lambda p: -usable[p])
    kept = set(list(dict.fromkeys([*single, *needed, *likely]))[:size])
    scores = tuple((piece, score) for piece, score in pieces.scores if piece in kept)
    return Pieces(scores, pieces.normal, pieces.begin, pieces.end, pieces.unknown)


def student_tokenizer(pieces: Pieces, emojis: Sequence[str]) -> Tokenizer:
    """Unknown, 256 bytes and the pieces; then control tokens and emojis as tokens of their own."""
    scores = [(UNKNOWN, 0.0), *((byte, _BYTE_SCORE) for byte in _BYTES), *pieces.scores]
    tokenizer = _unigram(scores, 0, byte_fallback=True)
    tokenizer.add_special_tokens(list(CONTROL_TOKENS.values()))
    # With the blank before it, so that no lone blank becomes a token.
    tokenizer.add_tokens([AddedToken(e, lstrip=True, normalized=False) for e in emojis])
    return tokenizer


def token_share(tokenizer: Tokenizer, full: Tokenizer, texts: Iterable[str]) -> float:
    """How many times as many tokens the texts take as with the whole vocabulary."""
    several = list(texts)
    lengths = [
        sum(len(e.ids) for e in one.encode_batch(several, add_special_tokens=False))
        for one in (tokenizer, full)
    ]
    return lengths[0] / lengths[1]


def _unigram(scores: list[tuple[str, float]], unknown: int, *, byte_fallback: bool) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(scores, unk_id=unknown, byte_fallback=byte_fallback))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace("’", "'")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer
