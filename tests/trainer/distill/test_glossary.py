import random

from tokenizers import Tokenizer

from trainer.distill.glossary import Entry, dictionaries, glossary, meanings
from trainer.distill.texts import foreign

CAT = [
    Entry("de", "Katze", "cat"),
    Entry("de", "müde", "tired"),
    Entry("fr", "chat", "cat"),
    Entry("fr", "main", "hand"),
    Entry("es", "main", "nothing"),
]


def _chance() -> random.Random:
    return random.Random(0)  # noqa: S311 - nothing is kept secret here


def test_the_glossary_that_ships_speaks_14_languages_in_words_that_the_model_knows() -> None:
    entries = glossary()
    assert len({entry.language for entry in entries}) == 14
    known = Tokenizer.from_file("models/default/tokenizer.json").get_vocab()
    understood = sum(entry.english in known for entry in entries)
    assert understood > 0.95 * len(entries)
    assert not [entry for entry in entries if " " in entry.word or not entry.english.isascii()]


def test_a_word_of_several_languages_counts_for_the_first() -> None:
    assert meanings(CAT)["main"] == ("fr", "hand")


def test_a_message_is_said_word_by_word_in_one_language() -> None:
    said = foreign(["Tired cat!", "the meeting moved"], dictionaries(CAT), 50, _chance())
    assert {("müde Katze", "Tired cat!"), ("tired chat", "Tired cat!")} == set(said)


def test_what_cannot_be_said_by_half_is_left_out() -> None:
    assert not foreign(["a cat on our sofa"], dictionaries(CAT), 5, _chance())
