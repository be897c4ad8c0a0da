"""Whether the model can read a message at all: a guess by its letters and its little words.

A model answers in any language, with confidence, and laughs at a death that it cannot read. Of the
rows of ``trainer/data/sources/chat`` this takes 78% (Portuguese) to 100% (Korean) of the messages
in 14 other languages for foreign to English, and 0.1% of the English ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from typing import Final

# The commonest little words of chat, without those that English spells alike.
_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": (
            "the a an i im you he she it we they my your his her our me him them this that is are"
            " am was were be been has have had do does did don can will would could should not no"
            " to of in on at for with from by and or but so if as just now what who when how why"
            " all out up there here get got go going one some any today about too very u come"
            " new per ten then than over off only more like good time ready been bin ty pain ok"
        ),
        "de": (
            "der das den dem ein eine einen einem einer ich du er sie wir ihr mein meine meinen"
            " meiner mir mich dich dir uns ist sind bist war waren hat habe hab haben hatte"
            " wird werden kann nicht kein keine nein und oder aber auch noch nur schon mal wieder"
            " auf aus bei mit nach von vom zu zum zur im für über wie wer wo warum wenn weil dass"
            " heute heut jetzt immer sehr mehr gerade endlich seit es"
        ),
        "es": (
            "el la los las un una unos yo tú él ella nosotros mi mis tu su me te se nos lo le es"
            " está estoy son ser era fue ha he han hay sí pero que qué de del al en con por"
            " para sin como cómo cuando ya muy más hoy ahora aquí todo todos esto esta este ese eso"
        ),
        "fr": (
            "le la les un une des je tu il elle on nous vous ils mon ma mes ton ta son sa ses me te"
            " se ce cette ça est suis es sont était être ai as ont avait ne pas plus et ou mais que"
            " qui quoi du de au aux dans sur avec pour par sans comme quand très trop tout tous"
            " qu enfin aujourd hui hier a notre votre"
        ),
        "it": (
            "il lo la gli le un una uno io tu lui lei noi mio mia miei mi ti si ci è sono sei era"
            " ho hai ha abbiamo hanno non ma che chi di del della da dal al alla nel nella con"
            " su quando più molto tutto tutti oggi ora qui questo questa già anche"
        ),
        "nl": (
            "de het een ik jij je hij zij ze wij we mijn jouw zijn haar ons is ben bent was waren"
            " heb heeft hebben had niet geen en of maar ook nog al wel dat die dit wat wie van voor"
            " naar met op aan bij uit om te er hoe waar waarom als dan nu vandaag heel eindelijk"
        ),
        "pl": (
            "ja ty on ona my mój moja moje mi mnie się jest są był była było nie tak ale czy że"
            " co kto jak kiedy na do od po za dla już jeszcze bardzo dzisiaj dziś teraz tu"
            " tam ta to tego tym mam masz ma"
        ),
        "pt": (
            "os as um uma eu tu ele ela nós você meu minha meus me te se nos é está estou são era"
            " foi tem tenho não sim ou mas que de do da dos das no na em com por pra para sem como"
            " quando já muito mais hoje agora aqui tudo todos isso este esta"
        ),
        "tr": (
            "bir bu şu ben sen biz benim bana beni seni ve ile de da ki mi mı mu ama için gibi çok"
            " daha ne kim nasıl neden yok değil oldu olan bugün şimdi artık hala kadar sonra"
        ),
    }.items()
}
_SCRIPTS: Final[dict[str, frozenset[str]]] = {
    "ARABIC": frozenset({"ar", "fa", "ur"}),
    "CJK": frozenset({"ja", "zh"}),
    "CYRILLIC": frozenset({"bg", "ru", "sr", "uk"}),
    "DEVANAGARI": frozenset({"hi", "mr", "ne"}),
    "GREEK": frozenset({"el"}),
    "HANGUL": frozenset({"ko"}),
    "HEBREW": frozenset({"he"}),
    "HIRAGANA": frozenset({"ja"}),
    "KATAKANA": frozenset({"ja"}),
    "THAI": frozenset({"th"}),
}
# Written without accents, but for a few words.
_UNACCENTED: Final = frozenset({"en"})
_LATIN: Final = "LATIN"
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_foreign(text: str, languages: Collection[str]) -> bool:
    """Whether a cleaned message seems to be in none of ``languages`` (ISO 639-1).

    In no language at all (a name, "lol") is not foreign, and neither is anything to a model that
    does not say what it knows.
    """
    if not languages:
        return False
    words = _WORD.findall(text.casefold())
    script = _script(words)
    if script != _LATIN:
        return _SCRIPTS.get(script, frozenset()).isdisjoint(languages)
    counts = {
        language: sum(word in little for word in words) for language, little in _WORDS.items()
    }
    if _UNACCENTED.issuperset(languages):
        counts["accented"] = sum(not word.isascii() for word in words)
    return max(counts.values()) > max(counts.get(language, 0) for language in languages)


def _script(words: list[str]) -> str:
    """What most letters are: the first word of Unicode's names of them."""
    letters = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in "".join(words))
    return letters.most_common(1)[0][0] if letters else _LATIN
