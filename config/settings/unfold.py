"""The admin's looks: the product's mark and its one accent, from `static/css/tokens.css`."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

ACCENT = {
    "50": "#eeeffb",
    "100": "#e0e2f8",
    "200": "#c9ccf1",
    "300": "#a9b0ff",
    "400": "#949cf5",
    "500": "#7d86ea",
    "600": "#4a52c4",
    "700": "#3d45ae",
    "800": "#343b91",
    "900": "#2d3375",
    "950": "#1c204a",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Career Copilot",
    "SITE_HEADER": "Career Copilot",
    "SITE_ICON": lambda _request: static("img/mark.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("img/mark.svg"),
        }
    ],
    "SITE_DROPDOWN": [
        {
            "icon": "monitoring",
            "title": gettext_lazy("Ingestion"),
            "link": reverse_lazy("ops-ingestion"),
        }
    ],
    "STYLES": [lambda _request: static("css/admin.css")],
    "SCRIPTS": [lambda _request: static("js/admin.js")],
    "COLORS": {"primary": ACCENT},
}
