"""Words of occupation titles that say nearly the same, and words that say nothing, by language.

General knowledge of the language, written by hand: what a classification calls `Lehrkraft` an
employer calls `Lehrer`. The words are folded (no accents, `ss` for `ß`) and masculine.
"""

_HEADS = {
    "de": """
        lehrer lehrkraft dozent padagoge lektor trainer ausbilder ausbildner erzieher
        fachangestellter fachangestellte angestellter angestellte assistent sachbearbeiter mitarbeiter bediensteter bedienstete sekretar fachkraft kraft arbeiter facharbeiter
        elektroniker elektriker elektrotechniker elektroinstallateur elektromechaniker
        helfer gehilfe hilfskraft hilfsarbeiter hilfe aushilfe
        leiter manager chef direktor fuhrungskraft geschaftsfuhrer vorstand verwalter betreiber wirt fachwirt betriebswirt
        meister polier vorarbeiter aufseher
        verkaufer fachverkaufer kaufmann kauffrau handler fachhandler
        fahrer fuhrer lenker chauffeur
        bediener maschinenfuhrer anlagenfuhrer maschinenbediener anlagenbediener operator steuerer
        mechaniker monteur schlosser mechatroniker installateur instandhalter wartungstechniker servicetechniker
        techniker technologe ingenieur
        berater consultant referent
        pfleger schwester krankenschwester krankenpfleger pflegefachmann pflegefachfrau betreuer
        hersteller macher fertiger bauer verfertiger produzent
        wissenschaftler wissenschafter forscher
        arzt mediziner
        zeichner konstrukteur designer gestalter""",
    "fr": """
        professeur enseignant instituteur formateur moniteur
        responsable directeur directrice chef cheffe manager gerant gestionnaire
        ouvrier operateur operatrice agent conducteur conductrice
        vendeur commercial conseiller
        technicien mecanicien monteur depanneur reparateur
        fabricant facteur
        assistant secretaire employe aide auxiliaire""",
    "en": """
        teacher instructor lecturer professor tutor trainer educator
        manager director supervisor chief head superintendent leader administrator
        worker operator operative tender setter labourer laborer hand attendant
        clerk officer assistant secretary aide
        technician technologist mechanic repairer installer fitter
        physician doctor surgeon
        driver pilot
        salesperson seller retailer representative
        specialist expert analyst adviser advisor consultant examiner""",
    "es": """
        profesor maestro docente formador instructor
        director jefe responsable gerente encargado
        operador operario obrero trabajador peon
        tecnico mecanico montador instalador
        vendedor comercial dependiente
        conductor chofer
        asistente auxiliar ayudante""",
    "it": """
        insegnante docente professore formatore istruttore
        direttore responsabile capo dirigente
        operatore operaio addetto lavoratore
        tecnico meccanico montatore installatore
        venditore commesso
        conducente autista
        assistente aiutante ausiliario""",
    "pt": """
        professor docente formador instrutor
        diretor director chefe responsavel gerente encarregado
        operador operario trabalhador
        tecnico mecanico montador instalador
        vendedor comercial
        condutor motorista
        assistente auxiliar ajudante""",
    "nl": """
        leraar docent leerkracht onderwijzer trainer instructeur
        manager leider hoofd directeur chef leidinggevende
        operator medewerker arbeider werker
        monteur mecanicien technicus installateur
        verkoper winkelier
        chauffeur bestuurder
        assistent hulp helper""",
    "pl": """
        nauczyciel wykladowca trener instruktor
        kierownik dyrektor menedzer szef
        operator pracownik robotnik
        technik mechanik monter instalator
        sprzedawca handlowiec
        kierowca maszynista
        asystent pomocnik""",
}  # fmt: skip
_SILENT = {
    "de": "staatlich geprufter geprufte anerkannter anerkannte fachschule hochschule weiterbildung fachrichtung schwerpunkt einfacher mittlerer gehobener hoherer dienst fur im in der die das und von mit bei den des m w d",
    "fr": "de du des la le les l d en et a au aux sur pour par dans aupres h f",
    "en": "of and the for in to with on all other or",
    "es": "de del la el los las en y o a para con por",
    "it": "di del della dei delle dell la il lo e o a al alla in per con",
    "pt": "de do da dos das em e ou a o para com por",
    "nl": "de het een van voor in en of met op m v x",
    "pl": "i w z do od na ds dla oraz lub k m",
}  # fmt: skip
_FEMININE_AND_PLURAL = {
    "en": (("ies", "y", 2), ("s", "", 3)),
    "de": tuple((end, "", 5) for end in ("innen", "in", "en", "er", "es", "em", "e", "n", "s")),
    "fr": tuple(
        (end, "", 3)
        for end in ("euses", "euse", "eurs", "eur", "rices", "rice", "iennes", "ienne", "iens", "ien", "ieres", "iere", "iers", "ier", "es", "s", "e")
    ),
    "es": tuple((end, "", 3) for end in ("as", "os", "es", "a", "o", "s")),
    "it": tuple((end, "", 3) for end in ("trice", "trici", "tore", "tori", "a", "e", "i", "o")),
    "pt": tuple((end, "", 3) for end in ("as", "os", "es", "a", "o", "s")),
    "nl": tuple((end, "", 4) for end in ("sters", "ster", "en", "er", "s")),
    "pl": tuple((end, "", 4) for end in ("owie", "ka", "ki", "y", "i", "a")),
}  # fmt: skip
COMPOUNDING = frozenset({"de", "nl"})
"""Languages that write the head of a title as the end of its last word."""
_ROUND = ("s", "us", "is", "ss")  # `business` is no plural


def stem(word: str, language: str) -> str:
    """`word` without the ending that marks number or gender."""
    for ending, instead, shortest in _FEMININE_AND_PLURAL.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return (
                word
                if language == "en" and word[:-1].endswith(_ROUND)
                else word[: -len(ending)] + instead
            )
    return word


def silent_words(language: str) -> frozenset[str]:
    """Words that tell nothing of the work; of every language where it is unknown."""
    wanted = _SILENT.get(language, " ".join(_SILENT.values()))
    return frozenset(wanted.split())


def heads(language: str) -> dict[str, str]:
    """From each head to the mark of all that say nearly the same; the longest heads first."""
    found = {
        (word if language in COMPOUNDING else stem(word, language)): f"{group.split()[0]}#"
        for group in _HEADS.get(language, "").strip().splitlines()
        for word in group.split()
    }
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))
