"""Senders that write for many employers, and the addresses of nobody in particular."""

#: Recruiting systems by the domains they send from. Source: what candidates' mail says as sender.
_SYSTEMS = {
    "greenhouse": ("greenhouse.io", "greenhouse-mail.io"),
    "lever": ("lever.co", "hire.lever.co"),
    "workday": ("myworkday.com", "myworkdayjobs.com", "workday.com"),
    "smartrecruiters": ("smartrecruiters.com",),
    "ashby": ("ashbyhq.com",),
    "personio": ("personio.de", "personio.com", "personio-mail.com"),
    "teamtailor": ("teamtailor.com", "teamtailor-mail.com"),
    "workable": ("workable.com", "workablemail.com", "candidates.workablemail.com"),
    "icims": ("icims.com", "icims.eu"),
    "taleo": ("taleo.net", "invalidemail.taleo.net", "oracle.com"),
    "successfactors": ("successfactors.com", "successfactors.eu", "sapsf.com", "sapsf.eu"),
    "recruitee": ("recruitee.com",),
    "join": ("join.com",),
    "jobvite": ("jobvite.com",),
    "bamboohr": ("bamboohr.com",),
    "breezy": ("breezy.hr", "breezy-mail.com"),
    "softgarden": ("softgarden.io", "softgarden.de"),
    "rexx": ("rexx-systems.com",),
    "d.vinci": ("dvinci.de", "dvinci-hr.com"),
    "umantis": ("umantis.com",),
    "onlyfy": ("onlyfy.jobs", "prescreen.io"),
    "welcome to the jungle": ("welcometothejungle.com", "welcomekit.co"),
    "flatchr": ("flatchr.io",),
    "homerun": ("homerun.co",),
    "erecruiter": ("erecruiter.pl",),
    "traffit": ("traffit.com",),
    "gupy": ("gupy.io", "gupy.com.br"),
    "jazzhr": ("applytojob.com", "jazz.co"),
    "pinpoint": ("pinpointhq.com",),
    "zoho recruit": ("zohorecruit.com", "zohorecruitmail.com"),
    "calendly": ("calendly.com",),
    "goodtime": ("goodtime.io",),
    "hackerrank": ("hackerrank.com", "hackerrankforwork.com"),
    "codility": ("codility.com",),
}
#: Boards: they pass on applications and replies, and send alerts.
_BOARDS = {
    "linkedin": ("linkedin.com", "e.linkedin.com"),
    "indeed": ("indeed.com", "indeedemail.com", "indeedmail.com"),
    "stepstone": ("stepstone.de", "stepstone.com", "stepstone.nl", "stepstone.fr"),
    "xing": ("xing.com",),
    "infojobs": ("infojobs.net", "infojobs.it"),
    "pracuj": ("pracuj.pl",),
    "glassdoor": ("glassdoor.com",),
    "monster": ("monster.com", "monster.de", "monster.fr"),
    "apec": ("apec.fr",),
    "hellowork": ("hellowork.com",),
    "net-empregos": ("net-empregos.com",),
    "totaljobs": ("totaljobs.com",),
    "reed": ("reed.co.uk",),
    "adzuna": ("adzuna.com", "adzuna.co.uk"),
    "ziprecruiter": ("ziprecruiter.com",),
    "wellfound": ("wellfound.com", "angel.co"),
    "nationale vacaturebank": ("nationalevacaturebank.nl",),
}
_BY_DOMAIN = {
    domain: name
    for table in (_SYSTEMS, _BOARDS)
    for name, domains in table.items()
    for domain in domains
}
FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
        "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net",
        "web.de", "t-online.de", "freenet.de", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr",
        "libero.it", "virgilio.it", "tin.it", "alice.it", "wp.pl", "onet.pl", "o2.pl", "interia.pl", "sapo.pt",
        "uol.com.br", "bol.com.br", "ziggo.nl", "kpnmail.nl", "xs4all.nl", "telefonica.net", "example.org",
    }
)  # fmt: skip
#: Local parts that belong to no person: having written once, they say nothing about the next mail.
ROBOTS = ("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "notification", "mailer", "bounce", "jobs-noreply", "nepasrepondre", "nicht-antworten")  # fmt: skip
_OFFICES = frozenset(
    {
        "bewerbung", "bewerbungen", "candidatures", "career", "careers", "carrieres", "contact", "empleo", "hello",
        "hi", "hiring", "hr", "humanresources", "info", "job", "jobs", "kandidat", "kariera", "karriere", "kontakt",
        "people", "personal", "praca", "recrutamento", "recrutement", "recruiter", "recruiting", "recruitment",
        "rekrutacja", "rh", "seleccion", "selezione", "talent", "team", "vacatures", "werkenbij",
    }
)  # fmt: skip
#: Desks that write to customers.
_DESKS = ("service", "support", "suport", "order", "invoice", "billing", "factur", "rechnung", "fatur", "faktur", "alert", "aviso", "pomoc", "customer", "kunden", "shop", "news", "newsletter", "marketing", "statement")  # fmt: skip
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "gob", "nom"})
_COUNTRY = 2


def platform_of(domain: str) -> str:
    """Return the recruiting system or board a domain belongs to, or nothing."""
    labels = domain.split(".")
    ends = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((_BY_DOMAIN[end] for end in ends if end in _BY_DOMAIN), "")


def is_board(platform: str) -> bool:
    """Whether a platform is a job board."""
    return platform in _BOARDS


def is_shared(local: str) -> bool:
    """Whether an address belongs to an office or a program: it says nothing about one application."""
    return is_robot(local) or local.replace("-", ".").split(".")[0] in _OFFICES


def is_robot(local: str) -> bool:
    """Whether nobody reads what is sent to this local part."""
    return any(word in local for word in ROBOTS)


def is_desk(local: str) -> bool:
    """Whether a local part is one of those that write to customers."""
    return any(word in local for word in _DESKS)


def own_label(domain: str) -> str:
    """Return the label of a domain that its owner chose: “acme” of “careers.acme.co.uk”."""
    labels = [label for label in domain.lower().split(".") if label]
    if len(labels) <= 1:
        return "".join(labels)
    is_second = len(labels[-1]) == _COUNTRY and labels[-2] in _SECOND_LEVEL
    at = -3 if is_second and len(labels) > _COUNTRY else -2
    return labels[at]


def tenant_labels(domain: str, local: str) -> list[str]:
    """Return what names the employer in an address of a platform: `acme.recruitee.com`, `acme@…`."""
    if not platform_of(domain):
        return []
    labels = domain.split(".")
    kept = next(n for n in range(len(labels)) if ".".join(labels[n:]) in _BY_DOMAIN)
    return [label for label in (*labels[:kept], *local.replace("+", ".").split(".")) if label]
