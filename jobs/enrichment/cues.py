"""One pass over a text that finds where each fact may be stated, so that exact patterns read little.

A cue is a word start; the patterns of a fact see only the lines around its cues. Every alternative
of a pattern must contain one of the cues of its fact.
"""

from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jobs.enrichment.sections import Sections
from jobs.skills.text import flatten

# Word starts, as `jobs.skills.text.flatten` writes them.
_CUES = {
    "remote": "remote|hybrid|hibrid|ibrid|teletrav|teletrab|home|wfh|on site|onsite|in office|office|work from|working from|mobiles arbeiten|"
    "zdaln|remot|presentiel|presenc|presenza|in sede|vor ort|in person|site|smart|agile|telelav|telecom|anywhere|"
    "desde casa|stacjonarn|hybryd|biur|kantoor|op locatie|thuis|mobile|sur site|buro|semi presen",
    "employment": "part time|teilzeit|temps|tiempo|contract|contrat|freelance|ir35|inside|outside|day rate|tjm|per day|pd|p d|fixed term|temporary|"
    "maternity|cdd|cdi|mission|interim|befrist|unbefrist|ftc|full time|permanent|vollzeit|jornada|tempo|a day|daily|day|festanst|minijob|mini job|freiberuf|selbst|autonom|"
    "clt|pj|termo|meio|somministr|partita|p iva|umow|etat|b2b|kontrakt|wspolprac|czas|okreslony|tijdelijk|vast|voltijd|parttime|fulltime|uitzend|zzp|locum|bank|zero|1099|c2c|corp|w2|w 2|"
    "seasonal|sustituc|saison|elternzeit|zeitarbeit|intern|stage|alternance|apprent|praktik|tirocin|estagio|bolsa|duree|temp to|prn|mi temps|media jorn|pol|1 2|niepelny|geringf|recibos|"
    "type|hours|dienstverb|arbeitszeit|forma|beca|practicas|convenio|staz|praktyk|afstudeer|meewerk|ausbildung|leerwerk|durata|deeltijd",
    "years": "year|yr|yrs|ans|an|annee|jahr|ano|anos|anni|anno|jaar|lat|lata|rok|yoe|months exp|month exp|zweijahr|dreijahr|vierjahr|funfjahr|letni|dwuletni|trzyletni|piecioletni|roczn",
    "degree": "degree|ph d|phd|doctor|doktor|docteur|these|promovier|promotion|dottorat|doutor|dphil|md phd|gepromov|master|m sc|msc|m s|ms|mba|m eng|meng|m tech|mtech|m com|mcom|mca|pgdm|bac|bac+|diplom|mgr|"
    "maestria|laurea|magist|mestrado|pos grad|ecole d|ecole de c|post graduat|postgraduat|bachelor|b sc|bsc|b tech|btech|b eng|beng|b e|be b|b a|ba|b s|bs|b com|bcom|bca|bba|any grad|"
    "undergraduate|honours|honors|four year|licence|studium|hochschul|fachhochschul|universitat|ingenieur|informatikst|studien|grado|graduado|licenc|hbo|wo|ensino|superior completo|curso|tecnico em|graduacao|"
    "titulacion|estudios|ingenieria|wyzsz|wyksztalc|studia|2 1|graduate cal|nvq|btec|hnd|hnc|guilds|associate|bts|dut|but|cap|bep|berufsausbildung|ausbildung|abgeschl|kaufmann|ciclo|formacion|fp|mbo|vocational|"
    "apprenticeship|trade|technical dipl|journeyman|time served|meister|lehr|certificate iii|a level|high school|ged|h s|gcse|baccal|abitur|fachabitur|matur|mittlere|haupt|"
    "realsch|bachill|eso|secondary|leaving|10th|12th|12|matric|vmbo|basic ed|middelb|qualifica|no formal|no qualif|no degree|sans diplome|ohne",
    "visa": "visa|visum|sponsor|citizen|right to|h 1b|h1b|tier 2|skilled worker|relocation and|authori|permission to|entitled|permitted|eligib|legally|uk national|eu national|british national|u s person|"
    "arbeitserl|permis de trav|autorisation de|permiso de|permesso|werkverg|pozwol|autorizac|visto|work permit",
    "clearance": "security cl|secur|government cl|dod|federal cl|sc clear|sc vett|sc level|sc check|dv clear|dv vett|dv check|bpss|ctc clear|npp|nppv|ts sci|top secret|secret cl|public trust|polygraph|"
    "developed vett|sicherheits|habilitation|active secret|active clear|q|l|clearance",
    "background_check": "dbs|criminal|background|casier|fuhrung|pre employ|disclosure",
    "driving_licence": "driv|cdl|clean lic|permis|fuhrers|carne|carteira|patente|rijbew|prawo|carta de|cnh|hgv|own car|own veh|own trans",
    "shift_work": "shift|night|rotat|schicht|nachtsch|travail poste|travail de nuit|3x8|2x8|turni|turnos|ploeg|work nights|work weekends|working nights|working weekends|on call",
    "travel": "willing|travel|deplacem|reiseb|disponib|extensive",
    "level": "intern|stage|alternance|apprent|pflichtprak|praktik|ausbildung|entry|no experience|no prior|no previous|no work|recent grad|new grad|graduate|fresh|college grad|"
    "debutant|jeunes|berufseinst|berufsanf|quereinst|sin exper|sem exper|senza esp|prima esp|neolaureat|bez dosw|geen ervaring|starter|pas afgest|junior|recem|recien|level|seniority|"
    "karriere|nivel|livello|poziom|niveau|beca|practicas|convenio|estagio|bolsa|tirocin|durata|staz|praktyk|platn|afstudeer|meewerk|stagiair|leerwerk",
    "money": "eur|euro|usd|gbp|chf|pln|inr|cad|aud|nzd|sgd|hkd|brl|mxn|zar|jpy|czk|sek|nok|dkk|huf|ron|try|aed|sar|cny|php|thb|myr|idr|uah|rs|lpa|lakh|lac|lacs|cr|reais|rupees|zlotych|"
    "zl|kc|pounds|dollars|tys|salar|gehalt|compens|remuner|verguet|vergut|wynagr|sueldo|retribu|pay|ral|ctc|wage|rate|lohn|loon|stawka",
}  # fmt: skip
_GLUED_CODES = ("gbp", "eur", "usd", "inr", "chf", "pln", "aud", "cad", "rs", "r")
_BEFORE, _AFTER = 90, 110


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, ...], ...]]:
    facts: dict[str, list[str]] = {}
    for fact, words in _CUES.items():
        for word in words.split("|"):
            # Short cues are whole words, the others word starts.
            anchored = f" {word} " if len(word) <= 3 else f" {word}"  # noqa: PLR2004
            facts.setdefault(anchored, []).append(fact)
    for code in _GLUED_CODES:  # GBP65,000
        for digit in "123456789":
            facts.setdefault(f" {code}{digit}", []).append("money")
    patterns = list(facts)
    automaton = AhoCorasick(
        patterns,
        matchkind=MatchKind.Standard,
        store_patterns=False,
        implementation=Implementation.DFA,
    )
    return automaton, tuple(tuple(facts[p]) for p in patterns)


class Cues:
    """Where a text speaks of what. `flat` is the flattened text, for others to search too."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = flatten(text)
        self._at: dict[str, list[int]] = {}
        self._sections: Sections | None = None
        automaton, facts = _automaton()
        for pattern, start, _ in automaton.find_matches_as_indexes(
            f" {self.flat} ", overlapping=True
        ):
            for fact in facts[pattern]:
                self._at.setdefault(fact, []).append(start)

    def section_at(self, offset: int) -> str:
        """The kind of section an offset lies in: MUST, NICE, WORK, ELSE or ""."""
        if self._sections is None:
            self._sections = Sections(self.text)
        return self._sections.kind_at(offset)

    def places(self, fact: str) -> list[int]:
        """Offsets of the cues of a fact, ascending."""
        return self._at.get(fact, [])

    def around(self, fact: str, *, before: int = _BEFORE, after: int = _AFTER) -> str:
        """The parts of the text near the cues of a fact, one a line; "" when there is no cue."""
        return "\n".join(
            self.text[low:high] for low, high in self.windows(self.places(fact), before, after)
        )

    def windows(self, places: list[int], before: int, after: int) -> list[tuple[int, int]]:
        """Spans around offsets, cut at line ends, merged where they touch."""
        spans: list[tuple[int, int]] = []
        for at in places:
            low = max(0, at - before)
            low = max(low, self.text.rfind("\n", low, at) + 1)
            line_end = self.text.find("\n", at, at + after)
            high = min(len(self.text), at + after) if line_end < 0 else line_end
            if spans and low <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
            else:
                spans.append((low, high))
        return spans
