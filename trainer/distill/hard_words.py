"""Words of death, illness and danger in 14 languages, each with the English word it starts as.

Nothing else costs as much when it is misread, and these words are too rare in the rows to be
learned there. Endings that chat uses are listed one by one; Chinese and Japanese are read sign by
sign. Not checked by native speakers.
"""

from __future__ import annotations

# English word: what a language says for it. (The model that ships has no piece for suicide.)
_TABLE = {
    "ar": "died: توفي توفت توفيت توفى مات ماتت رحل رحلت; death: وفاة الموت موت; "
    "funeral: جنازة العزاء; cancer: سرطان السرطان; dying: انتحار; hospital: المستشفى مستشفى; "
    "accident: حادث; sick: مريض مريضة",
    "de": "died: gestorben verstorben starb eingeschläfert; dead: tot tote; death: Tod; "
    "funeral: Beerdigung Trauerfeier; cancer: Krebs; dying: Selbstmord Suizid; "
    "hospital: Krankenhaus Klinik; accident: Unfall; sick: krank",
    "es": "died: murió murio falleció fallecio murieron; dead: muerto muerta fallecido fallecida; "
    "death: muerte; funeral: entierro velorio velatorio; cancer: cáncer; dying: suicidio; "
    "accident: accidente; sick: enfermo enferma",
    "fr": "died: décédé décédée mourut; dead: mort morte morts; death: décès; "
    "funeral: enterrement obsèques; cancer: cancers; dying: suicidé suicidée; hospital: hôpital; "
    "sick: malade",
    "hi": "died: निधन देहांत गुज़र गुजर मर; death: मौत मृत्यु; funeral: अंतिम; cancer: कैंसर; "
    "dying: आत्महत्या; hospital: अस्पताल; accident: हादसा दुर्घटना; sick: बीमार",
    "it": "died: deceduto deceduta; dead: morto morta morti; death: morte; "
    "funeral: funerale funerali; cancer: cancro tumore; dying: suicidio; hospital: ospedale; "
    "accident: incidente; sick: malato malata",
    "ja": "died: 亡 死 逝; funeral: 葬; cancer: 癌; hospital: 病",
    "ko": "died: 돌아가셨어 돌아가셨어요 돌아가셨다 돌아가셨습니다 죽었어 죽었다 죽었어요 떠났어; "
    "death: 사망 죽음; funeral: 장례식 장례식장 장례; cancer: 암; dying: 자살; hospital: 병원; "
    "accident: 사고; sick: 아파 아파요",
    "nl": "died: overleden gestorven stierf; dead: dood; funeral: begrafenis uitvaart crematie; "
    "cancer: kanker; dying: zelfmoord; hospital: ziekenhuis; accident: ongeluk; sick: ziek",
    "pl": "died: zmarł zmarła umarł umarła zginął zginęła odszedł odeszła; death: śmierć śmierci; "
    "funeral: pogrzeb pogrzebie; cancer: raka rakiem nowotwór; dying: samobójstwo; "
    "hospital: szpital szpitalu; accident: wypadek wypadku; sick: chory chora",
    "pt": "died: morreu faleceu morreram; dead: morto morta falecido falecida; death: morte; "
    "funeral: enterro velório; cancer: câncer cancro; dying: suicídio; accident: acidente; "
    "sick: doente",
    "tr": "died: öldü öldüler vefat ölmüş kaybettik; death: ölüm ölümü; funeral: cenaze cenazesi; "
    "cancer: kanser; dying: intihar; hospital: hastane hastanede hastaneye; "
    "accident: kaza kazada; sick: hasta",
    "uk": "died: помер померла померли загинув загинула загинули; death: смерть смерті; "
    "funeral: похорон похорони поховали; cancer: рак рака; dying: самогубство; "
    "hospital: лікарня лікарні; accident: аварія аварію; sick: хворий хвора",
    "zh": "died: 逝 亡; dead: 死; funeral: 葬; cancer: 癌; sick: 病",
}


def hard_words() -> dict[str, tuple[str, str]]:
    """Word as it is written -> (language, English word); a word of several counts for the first."""
    found: dict[str, tuple[str, str]] = {}
    for language, entries in _TABLE.items():
        for entry in entries.split(";"):
            english, words = entry.split(":")
            for word in words.split():
                found.setdefault(word, (language, english.strip()))
    return found
