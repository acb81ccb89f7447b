"""The words the checks look for, by language. General knowledge of how resumes are written; no corpus.

A list that is empty is a check that language does not have; `docs/feedback.md` says which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of one language.

    Args:
        weak: how points begin that say somebody was there, not what they did.
        buzz: what everybody says of themselves.
        first_person: words a resume leaves out; found in points only.
        present, past: verbs that open a point, in a form that is nothing but that tense.
        numbers: what counts as a number without being digits.
    """

    weak: re.Pattern[str]
    buzz: re.Pattern[str]
    first_person: re.Pattern[str]
    numbers: re.Pattern[str]
    present: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    gerunds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """A gerund with its past and its present form, where one can be told (English)."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def _opening(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def _exact(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’.&/-])(?:{'|'.join(patterns)})(?![\w/])")


def _verbs(words: str) -> frozenset[str]:
    return frozenset(words.split())


_REGULAR = (
    "achieve administer advise analyse analyze arrange assemble assess assist automate budget calculate coach collaborate collect communicate compile "
    "complete compose conduct configure consolidate coordinate create deliver develop devise diagnose direct document draft educate "
    "enforce engineer enhance ensure establish evaluate examine execute expand facilitate formulate gather generate guide handle "
    "identify implement improve increase initiate inspect install instruct interview introduce investigate launch maintain manage mentor migrate "
    "modernise modernize monitor motivate negotiate operate optimise optimize organise organize oversee participate perform plan prepare present prioritise prioritize process produce "
    "promote propose provide purchase reconcile recruit redesign reduce reorganise reorganize repair resolve respond restructure review revise "
    "schedule secure serve simplify solve streamline strengthen supervise supply support teach train translate troubleshoot update upgrade utilise utilize validate verify"
)
_IRREGULAR = {
    "build": "built",
    "drive": "drove",
    "grow": "grew",
    "keep": "kept",
    "lead": "led",
    "make": "made",
    "oversee": "oversaw",
    "run": "ran",
    "sell": "sold",
    "set": "set",
    "take": "took",
    "teach": "taught",
    "troubleshoot": "troubleshot",
    "undertake": "undertook",
    "win": "won",
    "write": "wrote",
}
_DOUBLED = {"plan": "plann", "budget": "budget", "run": "runn", "set": "sett", "win": "winn"}
# Nouns as well as verbs: "Support for 300 users", "Review of the accounts", "Design lead".
_NOUNS_TOO = _verbs(
    "assist budget coach collect design direct document draft engineer guide handle increase install interview launch "
    "lead maintain make mentor monitor plan present process produce purchase repair review run schedule set supply support take train update upgrade win program"
)


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_DOUBLED.get(verb, verb)}ed"


def _gerund(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return f"{verb[:-1]}ing"
    return f"{_DOUBLED.get(verb, verb)}ing"


_ENGLISH = sorted({*_REGULAR.split(), *_IRREGULAR})

WORDS: Mapping[str, Words] = {
    "en": Words(
        weak=_opening(
            "(?:was |were |am )?responsible for", "(?:duties|responsibilities) includ(?:e|ed|ing)", "worked on", "helped (?:to|with|in|out)", "assist(?:ed|ing)? (?:in|with)",
            "(?:was |were )?involved in", "participat(?:ed|ing) in", "(?:was )?tasked with", "(?:was )?in charge of", "was part of", "dealt with", "took part in",
        ),
        buzz=_any(
            "team[ -]player", "hard[ -]?working", "self[ -]starter", "self[ -]motivated", "go[ -]getter", "results?[ -](?:driven|oriented|focused)", "detail[ -]oriented", "goal[ -]oriented",
            "(?:think(?:ing|er)?|thinks) outside (?:of )?the box", "synerg(?:y|ies|istic)", "passionate about", "highly motivated", "proven track record", "(?:guru|ninja|rock ?star)",
            "best[ -]of[ -]breed", "strategic thinker", "excellent communication skills", "(?:works? )?well under pressure", "(?:fast|quick) learner", "people person", "dynamic (?:professional|individual|person|leader|self)",
            "go[ -]to person", "value[ -]add", "thought leader", "team[ -]oriented",
        ),
        first_person=re.compile(r"(?:^\W*|(?<=[,;.] )|(?<=\b(?:and|but) )|(?<=\b(?:that|when) )|(?<=\b(?:which|where|while) ))I(?=[' ’])|(?<![\w'’])(?:my|myself)(?!\w)"),
        numbers=_any("one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|dozens?|hundreds?|thousands?|millions?|half|halved|halving|doubled|doubling|tripled|thirds?|quarter of|daily|weekly|monthly|nightly|every (?:day|week|month|year)|sole"),
        present=frozenset(set(_ENGLISH) - _NOUNS_TOO),
        past=frozenset(map(_past, _ENGLISH)) | _verbs("reported spearheaded"),
        gerunds={_gerund(verb): (_past(verb), verb) for verb in _ENGLISH},
    ),
    "fr": Words(
        weak=_opening("(?:était |j'étais )?responsable (?:de|du|des|d['’])", "(?:était )?chargée? (?:de|du|des|d['’])", "en charge (?:de|du|des)", "participation (?:à|au|aux)", "participé (?:à|au|aux)", "aide (?:à|au|aux)", "aidé (?:à|au)", "impliquée? dans", "travaillé sur", "missions? diverses?"),
        buzz=_any("esprit d['’]équipe", "sens du relationnel", "bon relationnel", "force de proposition", "(?:très )?motivée?s?", "dynamique et", "(?:personne )?dynamique", "rigoureu(?:x|se)", "autonome", "polyvalente?", "orientée? résultats?", "passionnée? (?:de|par)", "capacité d['’]adaptation", "goût du challenge"),
        first_person=_exact("je|Je|[jJ]['’]\\w+|mon|ma|mes|moi|Mon|Ma|Mes"),
        numbers=_any("une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|dizaines?|douzaines?|cent(?:aine)?s?|mille|milliers|millions?|moitié|tiers|doublée?|triplée?|quotidienne?s?|hebdomadaires?|mensuel(?:le)?s?"),
        present=_verbs("gère gérons développe encadre coordonne supervise dirige réalise conçois conçoit assure rédige élabore anime accompagne effectue participe organise travaille conseille prépare"),
        past=_verbs("géré développé encadré coordonné supervisé dirigé réalisé conçu assuré rédigé élaboré animé accompagné effectué participé organisé piloté créé mis lancé optimisé négocié amélioré réduit augmenté formé"),
    ),
    "de": Words(
        weak=_opening("(?:war )?verantwortlich für", "(?:war )?zuständig für", "mitarbeit (?:an|am|bei|beim|in|im)", "mitgewirkt", "mitwirkung", "unterstützung (?:bei|beim|von|des|der)", "(?:war )?beteiligt (?:an|am)", "mithilfe", "mitgearbeitet", "allgemeine (?:büro)?tätigkeiten", "diverse (?:aufgaben|tätigkeiten)"),
        buzz=_any("teamfähig(?:keit)?", "teamplayer(?:in)?", "belastbar(?:keit)?", "(?:hoch)?motiviert", "zielstrebig(?:keit)?", "flexib(?:el|ilität)", "engagiert", "dynamisch", "leidenschaftlich", "lösungsorientiert", "ergebnisorientiert", "kommunikationsstark", "hands[ -]on[ -]mentalität", "querdenker(?:in)?", "schnelle auffassungsgabe", "zuverlässig(?:keit)?"),
        first_person=_exact("ich|Ich|mein|meine|meinen|meiner|meinem|meines|mich|mir|Mein|Meine"),
        numbers=_any("eine[rmsn]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|dutzend(?:e)?|hundert(?:e)?|tausend(?:e)?|million(?:en)?|hälfte|halbiert|verdoppelt|verdoppelung|drittel|viertel|täglich\\w*|wöchentlich\\w*|monatlich\\w*|alleinige[rn]?"),
        present=_verbs("leite entwickle betreue koordiniere verantworte führe plane organisiere erstelle unterstütze berate bearbeite überwache verwalte steuere konzipiere"),
        past=_verbs("leitete entwickelte betreute koordinierte verantwortete führte plante organisierte erstellte unterstützte beriet bearbeitete überwachte pflegte verwaltete schulte steuerte konzipierte geleitet entwickelt betreut"),
    ),
    "es": Words(
        weak=_opening("responsable (?:de|del)", "encargad[oa] (?:de|del)", "a cargo (?:de|del)", "participé en", "participación en", "participación activa en", "ayudé (?:a|en|con)", "ayuda (?:en|a)", "colaboré (?:en|con)", "colaboración (?:en|con)", "apoyo (?:en|a|al)", "apoyé (?:en|a)", "involucrad[oa] en", "funciones(?: de| varias)", "trabajé en"),
        buzz=_any("trabajo en equipo", "proactiv[oa]", "dinámic[oa]", "orientad[oa] a (?:los )?resultados", "altamente motivad[oa]", "motivad[oa]", "apasionad[oa] (?:por|de)", "capacidad de aprendizaje", "don de gentes", "facilidad de palabra", "trabajo bajo presión", "buena presencia", "polivalente", "resolutiv[oa]", "responsable y"),
        first_person=_exact("yo|Yo|mi|mis|Mi|Mis|mí"),
        numbers=_any("un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|docenas?|decenas?|cien(?:to)?s?|mil(?:es)?|millón|millones|mitad|tercio|dupliqué|duplicad[oa]|diari[oa]s?|semanal(?:es)?|mensual(?:es)?"),
        present=_verbs("gestiono coordino dirijo superviso lidero administro elaboro implemento realizo atiendo organizo imparto planifico optimizo superviso asesoro"),
        past=_verbs("gestioné coordiné dirigí supervisé lideré administré elaboré implementé realicé atendí organicé impartí planifiqué optimicé desarrollé diseñé creé reduje aumenté negocié logré asesoré"),
    ),
    "pt": Words(
        weak=_opening("responsável (?:por|pel[oa]s?)", "encarregad[oa] (?:de|d[oa]s?|por)", "participação (?:em|n[oa]s?)", "participei (?:de|d[oa]s?|em|n[oa]s?)", "auxílio (?:em|n[oa]s?|a[os]?|à)", "auxiliei", "apoio (?:a|à|ao|aos|em|n[oa]s?)", "ajudei", "colaborei", "colaboração (?:em|com|n[oa]s?)", "envolvid[oa] (?:em|n[oa]s?)", "trabalhei (?:em|n[oa]s?|com)"),
        buzz=_any("trabalho em equip[ea]", "pró-?ativ[oa]", "dinâmic[oa]", "orientad[oa] (?:a|para|por) resultados", "motivad[oa]", "apaixonad[oa] por", "facilidade de aprendizado", "boa comunicação", "espírito de equipa", "comprometid[oa]", "trabalho sob pressão", "fora da caixa", "polivalente"),
        first_person=_exact("eu|Eu|meu|minha|meus|minhas|Meu|Minha"),
        numbers=_any("uma?|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|quinze|vinte|trinta|dezenas?|dúzias?|cem|centenas?|mil|milhares|milhão|milhões|metade|terço|dobrei|dobrou|dupliquei|diári[oa]s?|semana(?:l|is)|mensa(?:l|is)"),
        present=_verbs("gerencio coordeno desenvolvo lidero administro elaboro implemento realizo organizo supervisiono dirijo planejo planeio giro acompanho atendo"),
        past=_verbs("gerenciei coordenei desenvolvi liderei administrei elaborei implementei realizei organizei supervisionei dirigi planejei criei reduzi aumentei negociei acompanhei atendi implantei geri"),
    ),
    "it": Words(
        weak=_opening("responsabile (?:di|del|dello|della|dei|degli|delle|dell['’])", "incaricat[oa] (?:di|del|della)", "partecipazione (?:a|al|alla|alle|ai|allo)", "ho partecipato", "collaborazione (?:a|con|al|alla|nella)", "ho collaborato", "supporto (?:a|al|alla|alle|ai|nella|nel)", "mi sono occupat[oa]", "aiuto (?:in|alla|nella)", "coinvolt[oa] (?:in|nella|nel)", "mansioni (?:di|varie)"),
        buzz=_any("lavoro di squadra", "spirito di squadra", "dinamic[oa]", "proattiv[oa]", "orientat[oa] (?:al risultato|ai risultati|agli obiettivi)", "motivat[oa]", "appassionat[oa] di", "problem solving", "ottime capacità comunicative", "predisposizione al lavoro", "serietà", "determinat[oa]", "flessibilità", "capacità di adattamento", "solare"),
        first_person=_exact("io|Io|mio|mia|miei|mie|Mio|Mia|mi sono"),
        numbers=_any("un[oa]?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|quindici|venti|trenta|decin[ae]|dozzin[ae]|cento|centinaia|mille|mila|migliaia|milion[ei]|metà|terzo|raddoppiat[oa]|quotidian[oaei]|settimanal[ei]|mensil[ei]"),
        present=_verbs("gestisco coordino dirigo supervisiono realizzo seguo organizzo curo elaboro pianifico amministro conduco"),
        past=_verbs("gestito coordinato diretto supervisionato guidato realizzato seguito organizzato curato elaborato pianificato amministrato sviluppato creato ridotto aumentato introdotto"),
    ),
    "nl": Words(
        weak=_opening("(?:was )?verantwoordelijk voor", "(?:was )?betrokken bij", "meegewerkt aan", "meewerken aan", "meegeholpen", "meehelpen", "geholpen (?:met|bij)", "ondersteunen (?:van|bij)", "ondersteuning (?:van|bij)", "zorg(?:de|en)? voor", "deelgenomen aan", "voorkomende werkzaamheden", "diverse werkzaamheden", "assisteren bij"),
        buzz=_any("teamspeler", "gedreven", "resultaatgericht", "flexibel", "stressbestendig", "proactief", "enthousiast(?:e)?", "gepassioneerd", "doelgericht", "hands[ -]on(?: mentaliteit)?", "communicatief vaardig", "accuraat", "zelfstandig", "daadkrachtig", "dynamisch(?:e)?", "teamplayer"),
        first_person=_exact("ik|Ik|mijn|Mijn|mij"),
        numbers=_any("één|een derde|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig|dertig|tientallen|dozijn|honderd(?:en)?|duizend(?:en)?|miljoen(?:en)?|helft|gehalveerd|verdubbeld|kwart|dagelijkse?|wekelijkse?|maandelijkse?"),
        present=_verbs("leid coördineer ontwikkel begeleid organiseer adviseer verzorg realiseer implementeer bewaak"),
        past=_verbs("leidde coördineerde ontwikkelde begeleidde organiseerde adviseerde onderhield stuurde verzorgde realiseerde implementeerde bewaakte voerde geleid gecoördineerd ontwikkeld opgezet verbeterd verlaagd verhoogd ingevoerd"),
    ),
    "pl": Words(
        weak=_opening("(?:była?m )?odpowiedzialn[ya] za", "odpowiedzialność za", "udział w", "współudział w", "pomoc (?:w|przy)", "pomagał[ae]m", "uczestnictwo w", "uczestniczył[ae]m", "zajmował[ae]m się", "brał[ae]m udział", "wsparcie (?:w|przy|dla)", "inne (?:zadania|obowiązki)", "bieżące obowiązki"),
        buzz=_any("praca w zespole", "umiejętność pracy w (?:zespole|grupie)", "komunikatywn(?:ość|y|a)", "dyspozycyjn(?:ość|y|a)", "kreatywn(?:ość|y|a)", "zaangażowan(?:ie|y|a)", "zmotywowan[ya]", "odporność na stres", "dynamiczn[ya]", "sumienn(?:ość|y|a)", "ambitn[ya]", "pracowit(?:ość|y|a)", "zorientowan[ya] na (?:cele|wyniki|rezultaty)", "łatwość nawiązywania kontaktów", "szybko się uczę"),
        first_person=_exact("ja|Ja|mój|moja|moje|moim|moich|moją|mnie|Moja|Moje|Mój"),
        numbers=_any("jed(?:en|na|nego|nej)|dw(?:a|ie|óch|iema)|trzy|trzech|trzema|cztery|czterech|pięć|pięciu|sześć|sześciu|siedem|siedmiu|osiem|ośmiu|dziewięć|dziewięciu|dziesięć|dziesięciu|dwanaście|kilkunastu?|dwadzieścia|dziesiątki|setki|sto|tysiąc(?:e|a)?|tysięcy|milion(?:y|ów|a)?|połow[ęyaą]|podwoi\\w+|dziennie|codzienn\\w+|tygodniow\\w+|miesięczn\\w+"),
        present=_verbs("zarządzam prowadzę koordynuję nadzoruję organizuję przygotowuję tworzę kieruję planuję realizuję obsługuję szkolę wdrażam rozwijam analizuję"),
        past=_verbs("zarządzałem zarządzałam prowadziłem prowadziłam koordynowałem koordynowałam nadzorowałem nadzorowałam organizowałem organizowałam przygotowywałem przygotowywałam tworzyłem tworzyłam kierowałem kierowałam wdrożyłem wdrożyłam zrealizowałem zrealizowałam"),
    ),
}  # fmt: skip
