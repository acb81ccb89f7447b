"""The words around amounts of money that tell pay from other money, and its period, in nine languages."""

import re

# As in "on 13 months", "14 pagas": how many months a year of monthly pay has.
MONTHS_PAID = re.compile(
    r"\b(?:(?:sur|x|×|on|over|auf|en|su|per|em|à)\s?)?(?P<count>1[3-6])(?:[,.]\d)?\s?(?:x\b|×|mois\b|pagas\b|mensilit[àa]|mensualit[ée]s|mensualidades|months? (?:of )?(?:salary|pay)|salar(?:ies|ios)|sal[áa]rios|"
    r"(?:monats)?geh[äa]lter|monatsl[öo]hne|meses\b(?! de)|pensji|maanden\b)|"
    r"\b(?P<nth>1[34])(?:th|ème|eme|e|er|de|\.|º|°|ª|o|a)?[- ]?(?:mois\b|month(?:ly)?\b|month[’']s (?:salary|pay)|monatsgehalt|gehalt|monatslohn|maand\b|mensilit[àa]|paga\b|sal[áa]rio|mensualit[ée]|pensja)",
    re.IGNORECASE,
)
UP_TO = re.compile(
    r"(?:up ?to|max(?:imum|imal|\.)?(?: of)?|maximaal|jusqu['’]?\s?[àa]|bis(?: zu)?|hasta|at[ée]|fino a|fino ai|tot|do|limit(?: of)?)[\s:]*$",
    re.IGNORECASE,
)
FROM = re.compile(
    r"(?:from|starting (?:at|from|salary(?: of)?|pay(?: of)?)|starts? (?:at|from)|at least|min(?:imum|\.)?(?: of)?|à partir de|dès|ab|mindestens|desde|a partire da|a partir de|da|od|vanaf)[\s:]*$",
    re.IGNORECASE,
)
# What stands between the two ends of a range, and what may stand behind the first of them.
BETWEEN = re.compile(
    r"\s*(?:\+|gross|bruts?|brutto|bruto|lordi|netto?|per annum|p\.?a\.?|(?:per|an|a) (?:year|hour|day|month|week)|/ ?(?:year|yr|hr|hour|h|day|month|mo|an|mois|std|mies)|hourly|annually)?\.?\s*"
    r"(?:-|–|—|−|‑|to|à|bis|a|do|~|or|tot|ou|/|up to|through|till|(?P<and>et|and|und|y|e|en|i|oraz))\s*(?:up to|circa|bis zu|de|los|los)?\s*",
    re.IGNORECASE,
)
CUE = re.compile(
    r"salar\w*|sal[áa]ri\w*|\bpay\b|\brates?\b|compensation|wage|r[ée]mun[ée]ra[tcç]\w*|gehalt\w*|verg[üu]tung|lohn|sueldo|retribu[cç]?\w*|stipendio|\bral\b|gratification|entgelt|verdienst|honorar|"
    r"salaris|loon\b|wynagrodzeni\w*|pensj\w+|zarobk\w+|\bctc\b|\blpa\b|per annum|p\.a\b|\bote\b|base range|\btjm\b|brut\w*|\blord[aieo]\b|\bpaid\b|earn\w*|hourly|fixe\b|k€|\bperm\b|stipend\b|bolsa|"
    r"\bdoe\b|depending on experience|selon (?:exp|profil)|negotiable|package|\bb/a\b|\bb/m\b|\+\s?(?:super|bonus|benefits|bens|equity|car\b|commission|comm\b|holiday|pension|package|v[rat]\b|vat\b)|"
    r"plus (?:benefits|bonus|super|commission|package|vat|overtime)|on target|basic|pro[- ]rata|\bb2b\b|circa|\bc\.\s?£",
    re.IGNORECASE,
)
# Words that leave no doubt what the amount right behind them is.
NAMED = re.compile(
    r"(?:salar(?:y|ies)|salaires?|sal[áa]ri[oa]s?|\bpay|\brates?|compensation|wages?|r[ée]mun[ée]ra(?:tion|ção|cao|ción)|gehalt|verg[üu]tung|lohn|sueldo|retribu\w+|salaris|loon|wynagrodzenie|"
    r"stawka|\bral|\bctc|\btjm|tagessatz|tarief|\bpaying|\bpays|\bpaid|\bearn)\b(?: (?:range|rate|scale|band|is|of|from|between|at|brut|fixe|base|annuel\w*|mensuel\w*|de|entre|von|zwischen|ab|bis|"
    r"lorda?|annua|van|tussen|w|od|do|up|to|currently|offered))*\s?[:\-–=]?\s?(?:(?:from|of|is|up to|between|entre|circa|c\.?)\s)*$",
    re.IGNORECASE,
)
BASE = re.compile(
    r"\b(?:base|basic|basis|fixe|fixed|grundgehalt|fixgehalt|fijo|fissa|fisso|fixo)\b",
    re.IGNORECASE,
)
VARIABLE = re.compile(
    r"\b(?:ote|on[- ]target(?: earnings?)?|uncapped|variable|commission)\b", re.IGNORECASE
)
_OTHER_STIPENDS = (
    r"(?:wellness|wellbeing|office|education|learning|internet|phone|equipment|relocation|travel|housing|commuter|"
    r"fitness|lunch|food|meal|setup|development|technology|remote) stipend"
)
NOT_PAY_AFTER = re.compile(
    r"\s?(?:\+?\s?(?:million|billion|mn|bn|mio|mrd|milliard|mld|mln|m\b(?!/)|b\b(?!/)|cr(?:ore)? turnover)|"
    r"(?:\w+[ -]){0,2}(?:"
    + _OTHER_STIPENDS
    + r"|\w*bonus(?:es)?\b(?! (?:\+|plus))|allowance|referral|voucher|revenue|budget|turnover|discount|"
    r"fund\w*|in sales|arr\b|tuition|reimburs\w+|off\b|sign[- ]?on|match|deductible|portfolio|in (?:assets|funding|revenue|stock|equity)|d['’]euros de|de (?:ca\b|chiffre|prime)|primes?\b|per mile|cpm|"
    r"retention|customers|users|employees|people|followers|downloads|members|lbs|pounds of|miles|km\b|races?\b|runs?\b|worth of|projects?|gift|contribution|training|learning|worth|umsatz|omzet|d['’]aide|"
    r"per (?:unit|item|ticket|person|head|guest|transaction|policy|claim|occurrence)|signing)|\s?(?:€|£|\$)?\s?de (?:budget|ca\b))",
    re.IGNORECASE,
)
NOT_PAY_BEFORE = re.compile(
    r"(?:bonus(?:es)?(?: of| von| de| di| van)?|allowance(?: of)?|raised|\w*budgets?(?: of| von| de| van)?|bud[żz]et\w*|presupuesto|or[çc]amento|revenues?(?: of)?|turnover(?: of)?|valued at|worth(?: of)?|"
    r"funding(?: of)?|award of|vouchers?|referral|refer (?:a friend|someone|friends)[^.]{0,15}|sign[- ]on|"
    + _OTHER_STIPENDS
    + r"|pension|insurance|discount\w*|deals?|\bfund|coverage|investments?|chiffre d['’]affaires(?: de)?|\bca de|capital(?: de)?|exceed\w*|sales of|"
    r"tickets?(?:[- ]restaurant)?|ch[èe]ques?|vale[- ](?:refei[çc][ãa]o|alimenta[çc][ãa]o|transporte)|\bv[rat]\b|saving\w*|managing|\bover|assets|saves?|loans?|donat\w+|\bfee|costs?|relocation|lump sum|"
    r"health|reimburse\w*|fine of|minimum wage|primes?(?: de)?|pr[äa]mie\w*|umsatz\w*|\w*omzet|fatturato|factura\w+|faturamento|obr[óo]t\w*|buoni pasto|voucher|sold at|priced at|starting price|aum\b|"
    r"portfolio|401\(?k\)?|match)\W{0,3}(?:(?!on\b|top\b|plus\b|and\b|with\b)\w+ ){0,2}(?:(?:up to|of|de|à|von|van|di) )?$",
    re.IGNORECASE,
)
PERIODS = (
    ("HOUR", r"(?:per|an|each|a|/|p\.?|par|pro|por|na|all['’]?|de l['’])\s?(?:hours?|hrs?|h|heure|stunde|std|hora|ora|uur|godz\w*)\b|hourly|\bph\b|\bp/h\b|stundenlohn|stundensatz|\bhoraire\b|\bl['’]heure\b|uurloon|uurtarief|stawka godzinowa|/\s?godz"),
    ("DAY", r"(?:per|a|each|/|par|pro|por|al|p\.?)\s?(?:day|d|jour|j|tag|d[íi]a|giorno|dag|dzie[ńn])\b|daily|\bp/?d\b|\btjm\b|tagessatz|dagtarief|journalier|day rate|\bdiari[ao]s?\b"),
    ("WEEK", r"(?:per|a|each|/|par|pro|por|p\.?)\s?(?:week|wk|semaine|woche|semana|settimana)\b|(?<!bi)(?<!bi-)weekly|\bp/?w\b|hebdomadaire|w[öo]chentlich|semanal\w*|settimanal\w+"),
    ("MONTH", r"(?:per|a|each|/|par|pro|por|al|ao|p\.?|im|brutto|netto|bruts?|nets?|na)\s?(?:months?|mth|mois|monat|mes|m[êe]s|mese|maand|mo|mies\w*)\b|monthly|mensuel\w*|monatlich|mensual\w*|mensais|mensal|mensil[ei]|mies[ięe]+cznie|\bp/?m\b|\bpcm\b|\w*monatsgehalt|maandsalaris|maandelijks|\bb/m\b"),
    ("YEAR", r"(?:per|a|each|/|par|pro|por|all['’]?|al|p\.?|im)\s?(?:years?|yr|annum|an|ann[ée]e|jahr|a[ñn]o|ano|anno|jaar|rok)\b|yearly|annual\w*|\bp/?a\b|\bp\.a\b|annuel\w*|j[äa]hrlich|jahresgehalt\w*|anual\w*|anua(?:is|l)|annu[oia]\b|lord[aoi] annu\w|jaarlijks|jaarsalaris|rocznie|\blpa\b|\bctc\b|\bb/a\b|\bral\b"),
)  # fmt: skip
PERIOD = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in PERIODS)
FORTNIGHT = re.compile(
    r"bi-?weekly|fortnight\w*|every (?:two|2) weeks|quinzenal|quincenal", re.IGNORECASE
)


def period_in(text: str) -> str:
    """The period named first in a text, or ""."""
    best, where = "", len(text) + 1
    for kind, pattern in PERIOD:
        match = pattern.search(text)
        if match and match.start() < where:
            best, where = kind, match.start()
    return best


def months_paid(text: str) -> int:
    """How many monthly salaries make a year: 12 unless a 13th (and so on) is stated."""
    match = MONTHS_PAID.search(text)
    return int(match["count"] or match["nth"]) if match else 12
