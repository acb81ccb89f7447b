"""One pass over a text that finds where each fact may be stated, so that exact patterns read little.

A cue is a word start; the patterns of a fact see only the lines around its cues. Every alternative
of a pattern must contain one of the cues of its fact.
"""

from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jobs.enrichment.sections import Sections
from jobs.skills.text import flatten

# Word starts, as `jobs.skills.text.flatten` writes them; a full stop makes a word whole.
_CUES = {
    "remote": "remot|hybrid|hibrid|ibrid|hybryd|teletrav|teletrab|telelav|telecom|tt.|home|wfh|on site|onsite|in office|office.|offices.|mobiles arb|mobile arb|mobilen arb|"
    "zdaln|presentiel|presenc|semi pres|presenza|in sede|vor ort|in person|smart work|lavoro agile|from anywhere|desde casa|stacjonarn|biur|kantoor|op locatie|thuis|sur site",
    "employment": "part time|teilzeit|temps pl|temps pa|temps co|mi temps|tiempo|contract|contrat|freelance|ir35|day rate|tjm|per day|a day.|pd.|p d.|fixed term|temporary|temp to|maternity|"
    "cdd.|cdi.|mission d|missions d|mission inter|missions inter|interim|befrist|unbefrist|elternzeit|zeitarbeit|ftc.|full time|permanent|vollzeit|jornada|tempo ind|tempo det|tempo pieno|tempo parz|tempo parc|tempo integ|daily|"
    "festanst|minijob|mini job|geringf|freiberuf|selbstand|autonomo|autonoma|clt.|pj.|a termo|sem termo|meio per|meio exp|somministr|partita iva|p iva|recibos|umow|etat|b2b.|kontrakt|czas okr|czas nieo|tijdelijk|vast.|vaste.|voltijd|"
    "parttime|fulltime|deeltijd|uitzend|zzp|locum|bank st|bank sh|bank n|bank w|bank contr|zero hour|1099.|c2c.|corp to|w2.|w 2.|prn.|seasonal|sustituc|intern.|interns.|internship|stage.|alternance|apprent|praktik|"
    "tirocin|estagio|bolsa aux|duree deter|duree indet|media jorn|1 2 etatu|beca.|practicas|staz.|staze|praktyk|afstudeer|meewerk|stagiair|ausbildung|leerwerk|full und|teil ",
    "years": "year|yr.|yrs.|ans.|an.|annee|jahr|ano.|anos.|anni.|anno.|jaar|lat.|lata.|rok.|yoe.|months exp|month exp|months of exp|zweijahr|dreijahr|vierjahr|funfjahr|letni|dwuletni|trzyletni|piecioletni|roczn",
    "degree": "degree|ph d.|phd|doctor|doktor|docteur|these d|promovier|promotion in|dottorat|doutor|dphil|md phd|gepromov|master|m sc.|msc.|m s.|ms.|mba.|m b a|m eng|meng.|m tech|mtech|m com.|mcom.|mca.|pgdm|bac.|bac+|baccal|diplom|mgr.|"
    "maestria|laurea|magist|mestrado|pos grad|ecole d|ecole de c|post graduat|postgraduat|bachelor|b sc.|bsc.|b tech|btech|b eng|beng.|b e.|be b|b a.|ba.|b s.|bs.|b com.|bcom|bca.|bba.|any grad|"
    "undergraduate|honours|honors|four year|licence|studium|hochschul|fachhochschul|universitats|ingenieurst|informatikst|studien|grado.|graduado|licenc|hbo|wo.|ensino|superior completo|curso|tecnico em|graduacao|"
    "titulacion|estudios uni|ingenieria|wyzsz|wyksztalc|studia|2 1.|graduate cal|nvq|btec|hnd.|hnc.|guilds|associate|bts.|dut.|but.|cap.|bep.|berufsausbildung|ausbildung|ciclo|formacion|fp.|mbo|vocational|"
    "apprenticeship|trade cert|trade qual|trade school|technical dipl|journeyman|time served|meisterb|lehrab|certificate iii|a level|high school|ged.|h s d|gcse|abitur|fachabitur|matur|mittlere reife|hauptsch|"
    "realsch|bachill|eso.|secondary|leaving cert|10th|12th|12o ano|matric.|vmbo|basic ed|middelb|qualifica pr|no formal|no qualif|no degree|sans diplome|ohne a",
    "sponsor": "visa|visum|sponsor",
    "right": "citizen|right to|authori|permission to|entitled to|permitted to|eligib|legally|uk national|eu national|british national|u s person|us person|nationals only|"
    "arbeitserl|permis de trav|autorisation de|permiso de|permesso di|werkverg|pozwol|autorizac|visto de|work permit|to work in|work visa",
    "clearance": "security clear|secur clear|government clear|dod clear|federal clear|sc clear|sc vett|sc level|sc check|dv clear|dv vett|dv check|bpss|ctc clear|npp|ts sci|top secret|secret clear|public trust|polygraph|"
    "developed vett|sicherheitsub|habilitation|active secret|active clear|q  clear|l  clear|q clear|l clear|clearance type|clearance level|clearance  |sci clear|edv ",
    "background_check": "dbs.|criminal|background ch|background sc|background inv|background cl|casier|fuhrungsz|pre employment sc|disclosure and",
    "driving_licence": "driving lic|driver|drivers lic|cdl.|clean lic|permis b.|permis c.|permis ce.|permis d.|permis de cond|fuhrers|carne|carteira|patente|rijbew|prawo jazdy|carta de cond|cnh.|hgv lic|own car.|own veh|own trans|permiso de cond",
    "shift_work": "shift work|shift pat|night sh|rotat|schichta|schichtd|nachtsch|travail poste|travail de nuit|3x8|2x8|turni|turnos|ploegend|work nights|work weekends|working nights|working weekends|on call",
    "travel": "willing to tr|willingness to tr|travel|deplacements|reiseb|disponibilidad para v|extensive trav",
    "level": "intern.|interns.|internship|stage.|alternance|apprent|pflichtprak|praktikum|praktikums|ausbildungsb|in der ausb|ausbildung be|entry|no experience|no prior|no previous|no work|recent grad|new grad|graduate sch|graduate pro|graduate rol|graduate pos|fresh|college grad|"
    "debutant|jeunes dip|berufseinst|berufsanf|quereinst|sin exper|sem exper|senza esp|prima esp|neolaureat|bez dosw|geen ervaring|starter|pas afgest|junior|recem|recien|level  |level.|seniority|"
    "karrierest|nivel.|livello.|poziom.|niveau d|beca.|practicas|convenio|estagio|bolsa aux|tirocin|durata dello|staz.|stazu|praktyki|platn|afstudeer|meewerk|stagiair|stagevergo|leerwerk|professionnalisation",
    "money": "eur.|euro|usd.|gbp.|chf.|pln.|inr.|cad.|aud.|nzd.|sgd.|hkd.|brl.|mxn.|zar.|jpy.|czk.|sek.|nok.|dkk.|huf.|ron.|try.|aed.|sar.|cny.|php.|thb.|myr.|idr.|uah.|rs.|lpa.|lakh|lac.|lacs.|cr.|reais|rupees|zlotych|"
    "zl.|kc.|pounds|dollars|tys.|salar|gehalt|compens|remuner|verguet|vergut|wynagr|sueldo|retribu|pay.|ral.|ctc.|wage|rate.|lohn|loon.|stawka",
    "nice": "nice to|plus.|bonus|advantag|asset.|preferred|desirable|ideally|atout|von vorteil|wunschensw|idealerw|idealement|deseable|valorable|se valorar|mile widz|diferencial|but not|not required",
    "else": "medical|dental|vision|health|life|disability|equal opp|401|parental|paid time|regardless|without regard|reasonable acc|veteran|sexual or|gender id|pension|mutuelle|ticket|titre|employee ass|discount|gym.|"
    "applicable law|privacy|recruit",
}  # fmt: skip
_GLUED_CODES = ("gbp", "eur", "usd", "inr", "chf", "pln", "aud", "cad", "rs", "r")
_BEFORE, _AFTER = 90, 110


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, ...], ...]]:
    facts: dict[str, list[str]] = {}
    for fact, words in _CUES.items():
        for word in words.split("|"):
            anchored = f" {word[:-1]} " if word.endswith(".") else f" {word}"
            facts.setdefault(anchored, []).append(fact)
    for digit in "0123456789":
        facts.setdefault(f"{digit}k ", []).append("money")  # 45k
        for code in _GLUED_CODES:  # GBP65,000
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
            self._sections = Sections(self.text, self.places("nice"), self.places("else"))
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
