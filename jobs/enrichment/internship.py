"""Whether a text says of the job itself that it is an internship or an apprenticeship."""

import re

_IN_TEXT = re.compile(
    r"\b(?:(?:this|the) internship (?:is|will|runs|lasts|offers|starts|position|role|opportunity|program(?:me)? is)|as an? (?:[\w&/-]+ ){0,4}intern\b(?! manager| coordinator)|"
    r"(?:\d+|six|three|twelve|ten)[- ](?:months?|weeks?) (?:paid |summer )?internship|internship (?:duration|period|dates|type|stipend|details|length)|(?:we are|we['’]re) (?:hiring|looking for|seeking) (?:an? |\w+ )?(?:[\w-]+ ){0,3}interns?\b|"
    r"stage (?:de (?:fin d['’][ée]tudes|\d|six|quatre|longue)|d['’]une dur[ée]e|conventionn[ée]|à pourvoir|r[ée]mun[ée]r[ée])|offre de stage|(?:ce|le|votre|notre) stage (?:vise|se d[ée]roul|est|d[ée]bute|que nous)|convention de stage|"
    r"(?:poste|contrat|recrut\w+|recherch\w+|formation|offre)[^.\n]{0,60} en (?:alternance|apprentissage)|en alternance (?:pour|de|d[èe]s|sur|à)|contrat d['’](?:apprentissage|alternance)|contrat de professionnalisation|type de contrat ?: ?(?:apprentissage|alternance|stage)|"
    r"pflichtpraktik\w+|(?:dein|ihr|das|dieses) praktikum|praktikum (?:von|für|dauer|ab)|dauer des praktikums|(?:deine|ihre|die|diese) ausbildung (?:bei|beginnt|startet|dauert)|ausbildungsbeginn|in der ausbildung lernst|"
    r"convenio de (?:pr[áa]cticas|cooperaci[óo]n educativa)|pr[áa]cticas (?:remuneradas|profesionales|de \d|extracurriculares)|beca de \d|contrato (?:en|de) pr[áa]cticas|(?:vaga|programa|bolsa|contrato) de est[áa]gio|bolsa[- ]aux[íi]lio|est[áa]gio (?:curricular|profissional|de \d)|"
    r"tirocinio (?:curriculare|extracurriculare|di \d|retribuito|della durata)|stage (?:di \d|extracurriculare|curriculare|retribuito|della durata)|durata dello stage|contratto di apprendistato|"
    r"(?:p[łl]atny|p[łl]atne) (?:sta[żz]|praktyki)|praktyki studenckie|oferta sta[żz]u|afstudeerstage|meewerkstage|stagevergoeding|stage van \d|zoeken (?:wij |we )?(?:een )?stagiair|leerwerkplek)\b",
    re.IGNORECASE,
)


def is_internship_text(text: str) -> bool:
    """Whether a phrase of the text speaks of this internship; programmes for others do not count."""
    return bool(text) and bool(_IN_TEXT.search(text))
