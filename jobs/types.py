"""Words shared by the whole app."""

import re

#: PostgreSQL's text-search configuration per language; what is missing is searched unstemmed.
CONFIGURATIONS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
DEFAULT_CONFIGURATION = "simple"

_SYMBOLS = re.compile(r"(?<![\w+#.])(c\+\+|[cf]#|\.net)(?![\w+#])", re.IGNORECASE)
_SPELLED = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}


def configuration_for(language: str) -> str:
    """Return the text-search configuration of an ISO 639-1 language."""
    return CONFIGURATIONS.get(language, DEFAULT_CONFIGURATION)


def searchable(text: str) -> str:
    """Spell the skills whose signs PostgreSQL's parser drops: C++, C#, F#, .NET.

    Both what is indexed and what is asked goes through here.
    """
    return _SYMBOLS.sub(lambda found: _SPELLED[found.group(1).lower()], text)
