"""New languages for a model that reads one: more word pieces, started as the words it knows.

A new word starts as the mean of the known words that mean most nearly the same, by the vectors of
a multilingual encoder (after WECHSEL: Minixhofer et al., 2022). A sentence of new words is then a
rough translation of itself, and the network's layers, which know how to read, need change little.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer, models, normalizers, trainers
from torch import Tensor
from torch.nn import functional as F

from trainer.distill.following import Progress, Say
from trainer.distill.packed import Packed
from trainer.distill.pieces import full_tokenizer
from trainer.errors import BaseModelError

CONTINUED = "##"
# Of the new pieces, how many are whole words; the rest are what the other words are made of.
_WHOLE = 0.7
_TEMPERATURE = 0.05
_PREFIX = "query: "  # what the encoder was trained to see before a text
_PUNCTUATION = ".,;:!?…\"'“”„«»()[]¡¿。、！？"
_SHORTEST_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text and its language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A new piece; ``surface`` is how the word is written before the tokenizer simplifies it.

    ``meaning`` is the known word that it starts as, where that is not left to the encoder.
    """

    text: str
    surface: str | None
    language: str | None
    meaning: str | None = None


def new_pieces(
    tokenizer: Tokenizer,
    texts: Sequence[Spoken],
    count: int,
    hard: Mapping[str, tuple[str, str]],
    meanings: Mapping[str, tuple[str, str]],
) -> list[Piece]:
    """Up to ``count`` pieces that the tokenizer lacks.

    First the ``hard`` words, which must not be misread, then letters, the commonest words, and
    parts of words. Hard words and those with a known meaning start as that: both map a word to its
    language and a word that the tokenizer has.
    """
    words, surfaces = _words(tokenizer, texts)
    known = set(tokenizer.get_vocab(with_added_tokens=False))
    alphabet = sorted({form for word in words for form in _letters(word)} - known)
    whole = [word for word, _ in words.most_common() if len(word) > 1 and word not in known]
    must = _started(tokenizer, hard)
    given = _started(tokenizer, meanings) | must
    chosen = dict.fromkeys(word for word in must if word not in known)
    chosen |= dict.fromkeys([*alphabet, *whole[: int(count * _WHOLE)]])
    for part in _parts(tokenizer, words):
        if len(chosen) >= count:
            break
        if part not in known:
            chosen.setdefault(part)
    pieces = []
    for text in list(chosen)[:count]:
        if text in given:
            pieces.append(given[text])
            continue
        usual = surfaces[text].most_common(1)
        pieces.append(Piece(text, *usual[0][0]) if usual else Piece(text, None, None))
    return pieces


def _started(tokenizer: Tokenizer, meanings: Mapping[str, tuple[str, str]]) -> dict[str, Piece]:
    """The words that the tokenizer reads as one, as it reads them."""
    given: dict[str, Piece] = {}
    for word, (language, meaning) in meanings.items():
        simple = _simple(tokenizer, word)
        if len(simple) == 1:
            given.setdefault(simple[0], Piece(simple[0], word, language, meaning))
    return given


def _words(
    tokenizer: Tokenizer, texts: Sequence[Spoken]
) -> tuple[Counter[str], dict[str, Counter[tuple[str, str]]]]:
    """Simplified words with their counts, and how and in which language each was written."""
    words: Counter[str] = Counter()
    surfaces: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for spoken in texts:
        for surface in spoken.text.split():
            parts = [p for p in _simple(tokenizer, surface) if any(map(str.isalnum, p))]
            words.update(parts)
            written = surface.strip(_PUNCTUATION)
            for part in parts:
                surfaces[part][written if len(parts) == 1 else part, spoken.language] += 1
    return words, surfaces


def _simple(tokenizer: Tokenizer, text: str) -> list[str]:
    """Text as the tokenizer reads it before it looks for pieces: plain letters, word by word."""
    plain = tokenizer.normalizer.normalize_str(text)
    return [part for part, _ in tokenizer.pre_tokenizer.pre_tokenize_str(plain)]


def _letters(word: str) -> list[str]:
    return [word[0], *(f"{CONTINUED}{letter}" for letter in word[1:])]


def _parts(tokenizer: Tokenizer, words: Counter[str]) -> list[str]:
    """Word pieces learned from the words, most useful first."""
    learner = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - a token, no secret
    learner.normalizer, learner.pre_tokenizer = tokenizer.normalizer, tokenizer.pre_tokenizer
    trainer = trainers.WordPieceTrainer(vocab_size=30_000, show_progress=False)
    learner.train_from_iterator((f"{word} " * n for word, n in words.items()), trainer)
    vocabulary = learner.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def grown_tokenizer(tokenizer: Tokenizer, pieces: Sequence[Piece]) -> Tokenizer:
    """The tokenizer with the pieces behind its own; added tokens move up by their number.

    Raises ``BaseModelError`` where it is of another kind.
    """
    described = json.loads(tokenizer.to_str())
    if described["model"]["type"] != "WordPiece":
        raise BaseModelError("Only a model whose tokenizer is of the WordPiece kind can grow.")
    vocabulary = described["model"]["vocab"]
    first = len(vocabulary)
    vocabulary |= {piece.text: first + i for i, piece in enumerate(pieces)}
    for token in described["added_tokens"]:
        if token["id"] >= first:
            token["id"] += len(pieces)
    return Tokenizer.from_str(json.dumps(described))


def grown_rows(
    tokenizer: Tokenizer,
    rows: Tensor,
    pieces: Sequence[Piece],
    packed: Packed,
    say: Say,
    nearest: int = 8,
) -> Tensor:
    """Embeddings for ``grown_tokenizer``: the old ones, with the new pieces' in their midst.

    A word whose meaning is given starts as that word, another one among its ``nearest`` known
    words, a part of a word as the mean of the parts.
    """
    vocabulary = tokenizer.get_vocab(with_added_tokens=False)
    known = [w for w in vocabulary if w.isascii() and w.isalpha() and len(w) >= _SHORTEST_KNOWN]
    parts = rows[[at for word, at in vocabulary.items() if word.startswith(CONTINUED)]].mean(0)
    new = parts.repeat(len(pieces), 1)
    given = {i for i, piece in enumerate(pieces) if piece.meaning in vocabulary}
    whole = [i for i, piece in enumerate(pieces) if piece.surface is not None and i not in given]
    written = [pieces[i].surface or "" for i in whole]
    vectors = _vectors([*known, *written], packed, say)
    tongues = ["en"] * len(known) + [pieces[i].language or "" for i in whole]
    plain = _without_accent(vectors, tongues)
    old = rows[[vocabulary[word] for word in known]]
    near = (plain[len(known) :] @ plain[: len(known)].T).topk(nearest, dim=-1)
    shares = torch.softmax(near.values / _TEMPERATURE, dim=-1)
    means = torch.einsum("wn,wnd->wd", shares, old[near.indices])
    # A mean of several is shorter than each; a word of another length would be read louder or not.
    new[whole] = F.normalize(means, dim=-1) * old.norm(dim=-1).mean()
    for i in given:
        new[i] = rows[vocabulary[pieces[i].meaning or ""]]
    return torch.cat([rows[: len(vocabulary)], new, rows[len(vocabulary) :]])


def _without_accent(vectors: Tensor, languages: Sequence[str]) -> Tensor:
    """Unit vectors without what all words of a language share, which is the language."""
    plain = vectors.clone()
    for language in set(languages):
        own = [i for i, one in enumerate(languages) if one == language]
        plain[own] -= plain[own].mean(0)
    return F.normalize(plain, dim=-1)


@torch.inference_mode()
def _vectors(texts: Sequence[str], packed: Packed, say: Say) -> Tensor:
    """The encoder's mean-pooled vector of each text: [texts, width]."""
    full = _cased(packed)
    begin, end = packed.pieces.begin, packed.pieces.end
    encoded = full.encode_batch([_PREFIX + text for text in texts], add_special_tokens=False)
    marked = [[begin, *encoding.ids, end] for encoding in encoded]
    order = sorted(range(len(marked)), key=lambda i: len(marked[i]))
    found = torch.empty(len(texts), packed.network.config.hidden_size)
    progress = Progress("meanings of words", -(-len(order) // 128), say)
    for at in range(0, len(order), 128):
        rows = order[at : at + 128]
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(marked[i]) for i in rows], True)
        mask = torch.arange(ids.shape[1]) < torch.tensor([len(marked[i]) for i in rows])[:, None]
        with torch.autocast("cpu", torch.bfloat16):
            hidden = packed.network(ids, attention_mask=mask).last_hidden_state.float()
        found[rows] = (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        progress.step()
    return found


def _cased(packed: Packed) -> Tokenizer:
    """The encoder's own reading: with capitals, which some languages' nouns have."""
    full = full_tokenizer(packed.pieces)
    full.normalizer = normalizers.NFKC()
    return full
