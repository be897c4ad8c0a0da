import pytest

from tests.trainer.evaluate.scripted import Scripted
from trainer.errors import DatasetError
from trainer.evaluate.board import Scoreboard
from trainer.evaluate.intervals import Estimate
from trainer.evaluate.parts import Asked, Questions
from trainer.evaluate.scoreboard import evaluate
from trainer.evaluate.table import WIDTH, show
from trainer.rows import Row

ROWS = tuple(Row(f"word{i} here", ("🐶" if i % 2 else "🍕",)) for i in range(40))
ASKED = tuple(Asked(row, "own" if i < 31 else "other") for i, row in enumerate(ROWS))
TOLD = (
    Asked(Row("the dog runs", ("🐶", "🏃")), "tell"),
    Asked(Row("we eat", ("🍕", "😋")), "tell"),
)
TELLINGS = {"the dog runs": "🐶 🏃", "we eat": "🍕 🍔"}
RIGHT = Scripted({row.message: (row.emojis[0], 0.1) for row in ROWS}, TELLINGS, "right")
HALF = Scripted({row.message: ("🐶", 0.1) for row in ROWS}, name="half")


def scored(*models: Scripted, told: tuple[Asked, ...] = TOLD) -> Scoreboard:
    heard: list[str] = []
    board = evaluate(
        models,
        Questions(ASKED, told, ROWS),
        "test",
        seed=0,
        watch=lambda work, _done, _of: heard.append(work),
    )
    assert "fitting TF-IDF + SVM" in heard
    return board


def test_a_better_model_is_told_apart_from_a_worse_one() -> None:
    board = scored(RIGHT, HALF)
    [difference] = [d for d in board.differences if d.second == "half"]
    hit = difference.figures["hit@1"]
    assert hit.value == 0.5
    assert hit.low is not None
    assert hit.low > 0.3


def test_a_model_against_itself_differs_by_exactly_nothing() -> None:
    [difference] = [d for d in scored(RIGHT, RIGHT).differences if d.second == "right"]
    assert set(difference.figures.values()) == {Estimate(0.0, 0.0, 0.0)}


def test_only_a_model_that_tells_is_judged_for_it() -> None:
    by_name = {score.name: score.overall.figures for score in scored(RIGHT, HALF).scores}
    assert by_name["right"]["set_f1"].value == pytest.approx(0.75)
    assert "set_f1" not in by_name["half"]
    assert "set_f1" not in by_name["constant"]
    assert "set_f1" in by_name["keywords"]


def test_sentences_to_tell_need_a_model_that_tells() -> None:
    with pytest.raises(DatasetError, match="trained to tell"):
        evaluate([HALF], Questions((), TOLD, ()), "test", seed=0, watch=lambda _w, _d, _o: None)


def test_retelling_alone_is_compared_with_the_words_looked_up() -> None:
    board = evaluate(
        [RIGHT], Questions((), TOLD, ()), "test", seed=0, watch=lambda _w, _d, _o: None
    )
    assert [score.name for score in board.scores] == ["right", "keywords"]
    assert board.scores[1].overall.figures["set_f1"].value < 0.75
    assert "set_f1" in board.differences[0].figures
    assert "retelling F1" in show(board)


def test_the_table_has_every_system_and_set_and_fits_its_width() -> None:
    text = show(scored(RIGHT, HALF))
    assert max(map(len, text.splitlines())) <= WIDTH
    for expected in ("right", "half", "keywords", "constant", "own (31)", "other (9)", "hit@3"):
        assert expected in text
    assert "0.500 .3" in text
    told, difference = (line for line in text.splitlines() if line.startswith("retelling F1"))
    assert told.split()[2:6] == ["0.750", ".50–1.0", "-", "-"]
    assert told.split()[-1] == difference.split()[2] == "-"
    assert "right against the others" in text


def test_figures_by_data_set_come_of_its_own_rows() -> None:
    [right, half, *_] = scored(RIGHT, HALF).scores
    assert {name: part.rows for name, part in half.data_sets.items()} == {"own": 31, "other": 9}
    assert right.data_sets["other"].figures["hit@1"].value == 1
    assert half.languages == {}


def test_rows_that_all_want_quiet_are_refused_in_a_sentence() -> None:
    quiet = tuple(Asked(Row(f"word{i} here", ()), "own") for i in range(40))
    with pytest.raises(DatasetError, match="no emojis"):
        evaluate(
            [HALF],
            Questions(quiet, (), tuple(one.row for one in quiet)),
            "all",
            seed=0,
            watch=lambda _w, _d, _o: None,
        )


def test_models_can_be_compared_with_each_other_alone() -> None:
    board = evaluate(
        [RIGHT, HALF],
        Questions(ASKED, (), ROWS),
        "test",
        seed=0,
        watch=lambda _w, _d, _o: None,
        baselines=False,
    )
    assert [score.name for score in board.scores] == ["right", "half"]
