import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.catalogue import catalogue
from emojifier.telling import MOST_TOLD
from tests.trainer.distill.packing import unheard
from trainer.bases import prepare
from trainer.distill.following import Schedule
from trainer.distill.labels import Labels, likeliest
from trainer.distill.lessons import Lesson, draw, soft
from trainer.distill.student import Course, Plan, Reader, _without, learn
from trainer.distill.tellings import Tellings
from trainer.rows import Row

PLACES = {"🫂": 0, "💔": 1, "😢": 2, "😂": 3, "🎉": 4}
QUIET = 5
ANSWERS = [10, 11, 12, 13, 14, 15]
GRAVE, LIGHT, TEXT = [1, 2, 9], [3, 4, 9], [5, 6, 9]


@pytest.fixture
def reader() -> Reader:
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=16,
        n_positions=8,
        n_embd=16,
        n_layer=1,
        n_head=2,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        bos_token_id=None,
        eos_token_id=None,
    )
    return Reader(GPT2LMHeadModel(config), ANSWERS).eval()


def _course(people: float) -> Course:
    """Where people answer gently and with 🎉, the teacher laughs at everything."""
    laughs = torch.full((3, 6), 0.02)
    laughs[:, PLACES["😂"]] = 0.9
    places, shares = likeliest(laughs)
    lessons = [Lesson(Row("", ("🫂", "💔", "😢")), 1), Lesson(Row("", ("🎉",)), 1)]
    labels = Labels(places, shares, None)
    return Course(lessons, torch.full((2,), people), [GRAVE, LIGHT, TEXT], labels, PLACES)


def _plan(minutes: float | None = None) -> Plan:
    return Plan("test", lessons=150, others=150, rate=1e-2, batch=8, minutes=minutes)


def _shares(reader: Reader) -> list[list[float]]:
    with torch.no_grad():
        shares: list[list[float]] = reader([GRAVE, LIGHT, TEXT])[1].softmax(-1).tolist()
    return shares


def test_people_are_believed_in_lessons_and_the_teacher_elsewhere(reader: Reader) -> None:
    learn(reader, _course(people=1.0), _plan(), unheard)
    grave, light, text = _shares(reader)
    assert max(range(6), key=grave.__getitem__) == PLACES["🫂"]
    assert light[PLACES["🎉"]] > 0.8
    assert text[PLACES["😂"]] > 0.7


def test_a_teacher_that_laughs_at_grief_is_not_followed_there(reader: Reader) -> None:
    learn(reader, _course(people=0.5), _plan(), unheard)
    grave, light, _ = _shares(reader)
    assert light[PLACES["😂"]] > 0.35
    assert grave[PLACES["😂"]] + grave[PLACES["🎉"]] < 0.75 * light[PLACES["😂"]]


def test_a_stretch_ends_in_time(reader: Reader) -> None:
    said: list[str] = []
    before = _shares(reader)
    learn(reader, _course(people=1.0), _plan(minutes=1e-9), said.append)
    after = _shares(reader)
    assert said == []
    assert abs(before[0][0] - after[0][0]) < 0.05


def test_some_tokens_are_left_out_other_ones_each_time_but_never_the_one_that_asks() -> None:
    generator = torch.Generator().manual_seed(0)
    sequence = [*range(1, 20), 99]
    shown = [_without(sequence, 0.25, generator) for _ in range(50)]
    assert all(one[-1] == 99 and list(one) == sorted(set(one)) for one in shown)
    assert len({tuple(one) for one in shown}) > 40
    assert 0.65 < sum(len(one) - 1 for one in shown) / (50 * 19) < 0.85
    assert _without(sequence, 0.0, generator) == sequence


def test_sentences_are_told_beside_reactions() -> None:
    told = [Row("dog then cake", ("🐕", "🎂"), kind="tell"), Row("cake", ("🎂",), kind="tell")]
    row = Row("we won", ("🎉",))
    start = prepare("scratch:mini", [*told, row], catalogue(), seed=0)
    encoder = start.encoder(catalogue())
    labels = Labels(torch.zeros(1, 1).short(), torch.zeros(1, 1).half(), None)
    course = Course(
        [Lesson(row, 1)],
        torch.ones(1),
        encoder.encode([row.message]),
        labels,
        start.places,
        Tellings(told, start),
    )
    reader = Reader(start.network, start.answer_ids)
    learn(reader, course, Plan("test", lessons=60, others=0, rate=3e-3, batch=1, told=4), unheard)
    [sequence] = encoder.encode([told[0].message], control=start.tokens.tell, reserve=MOST_TOLD)
    emojis = list(start.emojis)
    answered = start.teller().tell(sequence, torch.ones(len(emojis), dtype=torch.bool))
    assert [emojis[place] for place, _ in answered] == ["🐕", "🎂"]
    assert reader(course.sequences)[1].argmax().item() == start.places["🎉"]


def test_learning_rates_rise_and_then_fall_to_nothing() -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=2.0)
    schedule = Schedule(optimizer, 100)
    rates = []
    while not schedule.over:
        rates.append(optimizer.param_groups[0]["lr"])
        schedule.step()
    assert len(rates) == 100
    assert max(rates) == pytest.approx(2.0)
    assert rates.index(max(rates)) in range(4, 8)
    assert rates[-1] < 0.01


def test_rare_kinds_are_drawn_more_often_and_keywords_by_chance() -> None:
    lessons = [Lesson(Row("", ("🎉",)), 3), *[Lesson(Row("", ("🎉",)), 1 / 3)] * 3_000]
    drawn = draw(lessons, torch.Generator().manual_seed(0))
    assert drawn.count(0) == 3
    assert 800 < len(drawn) - 3 < 1_200


def test_a_later_laughter_put_down_by_habit_counts_less() -> None:
    plain, habit = soft(("🫂", "🎉"), PLACES), soft(("🫂", "😂"), PLACES)
    assert habit[PLACES["😂"]] < 0.6 * plain[PLACES["🎉"]]
    assert sum(habit.values()) == pytest.approx(1)
    assert soft(("😂", "🎉"), PLACES)[PLACES["😂"]] > 0.5
