from pathlib import Path

import numpy as np
import pytest

from tests.trainer.distill import packing
from trainer.distill.packed import Packed, read
from trainer.errors import BaseModelError


def test_a_packed_file_gives_back_its_weights_to_four_bits(tmp_path: Path) -> None:
    path = tmp_path / "encoder.bin"
    tensors = packing.write(path, [("▁dog", -3.0)], seed=5)
    weights = read(path).network.state_dict()
    layer = "encoder.layer.7.intermediate.dense"
    assert np.array_equal(weights[f"{layer}.bias"].numpy(), tensors["l7.fi.b"])
    wanted = tensors["l7.fi.w"]
    off = np.abs(weights[f"{layer}.weight"].numpy() - wanted)
    step = np.abs(wanted.reshape(-1, 32)).max(1).repeat(32).reshape(wanted.shape) / 7
    assert (off <= 0.51 * step).all()
    assert np.corrcoef(weights[f"{layer}.weight"].numpy().ravel(), wanted.ravel())[0, 1] > 0.99


def test_the_vocabulary_comes_with_scores_and_the_map_of_characters(packed: Packed) -> None:
    scores = dict(packed.pieces.scores)
    assert scores["▁dog"] == pytest.approx(-3.1)
    assert packed.pieces.normal == {"Ａ": "A"}
    names = [piece for piece, _ in packed.pieces.scores]
    marks = (packed.pieces.begin, packed.pieces.end, packed.pieces.unknown)
    assert [names[i] for i in marks] == ["<s>", "</s>", "<unk>"]


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(100), b"E5S1" + bytes(40)])
def test_another_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "encoder.bin"
    path.write_bytes(content)
    with pytest.raises(BaseModelError, match="is not a packed sentence encoder"):
        read(path)
