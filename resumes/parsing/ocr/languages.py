"""The languages resumes are read in, and tesseract's names for them."""

LANGUAGES = {
    "en": "eng",
    "de": "deu",
    "fr": "fra",
    "es": "spa",
    "pt": "por",
    "it": "ita",
    "pl": "pol",
    "nl": "nld",
}
