from pathlib import Path

import pytest
import torch

from tests.trainer.distill.packing import unheard
from trainer.distill.encoder import FROZEN, Teacher
from trainer.distill.labels import Labels, label
from trainer.distill.lessons import Lesson
from trainer.distill.packed import Packed
from trainer.distill.teacher import Hidden, freeze
from trainer.rows import Row

PLACES = {"🍕": 0, "🐕": 1}
LESSONS = [Lesson(Row("a", ("🍕",)), 1), Lesson(Row("b", ("🐕",)), 1), Lesson(Row("c", ()), 1)]


@pytest.fixture
def teacher(packed: Packed) -> Teacher:
    torch.manual_seed(0)
    return Teacher(packed.network, len(PLACES) + 1).eval()


@pytest.fixture
def hidden(teacher: Teacher) -> Hidden:
    return freeze(teacher, [[4, 5], [6], [7, 8, 9], [4, 5], [10]], unheard)


def test_frozen_layers_give_the_same_alone_and_in_a_batch(teacher: Teacher, hidden: Hidden) -> None:
    ids, mask = teacher.read([[6]])
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        alone = teacher.lower(ids, mask)[0]
    states, _ = hidden.batch([1])
    assert FROZEN == 8
    assert hidden.lengths == [4, 3, 5, 4, 3]
    assert torch.allclose(alone.float(), states[0].float(), atol=0.05)


def test_a_text_like_a_lesson_gets_its_emoji_but_a_lesson_never_its_own(
    teacher: Teacher, hidden: Hidden
) -> None:
    labels = label(teacher, hidden, LESSONS, PLACES, unheard)
    shares = labels.dense(range(5), 3)
    # The fourth text is the first lesson's twin; that lesson itself has only the other neighbour.
    assert shares[3, PLACES["🍕"]] > shares[0, PLACES["🍕"]]
    assert shares[0, PLACES["🐕"]] > 0.45 * (1 - shares[0, -1])


def test_neighbours_have_no_say_in_being_quiet(teacher: Teacher, hidden: Hidden) -> None:
    with torch.no_grad():
        teacher.head.bias[-1] += 2
    labels = label(teacher, hidden, LESSONS, PLACES, unheard)
    states, mask = hidden.batch([2])
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        own = torch.softmax(teacher.upper(states.float(), mask)[1], -1)
    assert own[0, -1] > 0.5
    assert labels.dense([2], 3)[0, -1] == pytest.approx(own[0, -1].item(), abs=0.02)


def test_labels_come_back_from_disk(teacher: Teacher, hidden: Hidden, tmp_path: Path) -> None:
    path = tmp_path / "labels.safetensors"
    labels = label(teacher, hidden, LESSONS, PLACES, unheard)
    labels.save(path)
    again = Labels.read(path)
    assert torch.equal(again.dense(range(5), 3), labels.dense(range(5), 3))
    assert again.vectors is not None
