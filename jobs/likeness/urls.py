"""The address of an advertisement without what only says who linked to it."""

from urllib.parse import parse_qsl, urlencode, urlsplit

_PORTS = {"http": 80, "https": 443}
_TRACKING = {
    "_ga", "_gl", "_hsenc", "_hsmi", "dclid", "fbclid", "gbraid", "gclid", "gclsrc", "gh_src",
    "igshid", "lever-origin", "lever-source", "lever-source[]", "mc_cid", "mc_eid", "mkt_tok",
    "msclkid", "ref", "ref_src", "referer", "referrer", "src", "trk", "trackingid", "ttclid",
    "twclid", "utm", "wbraid", "yclid",
}  # fmt: skip


def canonical_url(url: str) -> str:
    """The address in one spelling, or "" where there is none that could name one advertisement.

    Strips too little rather than too much: only known tracking parameters, the fragment, a default
    port, the case of scheme and host, a trailing slash. The path, ids and the order of the other
    parameters stay. http and https meet; a bare host names no advertisement.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _PORTS or not host:
        return ""
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _only_tracks(name)
    ]
    path = parts.path.rstrip("/")
    if not path and not kept:
        return ""
    where = host if port in {None, _PORTS[parts.scheme.lower()]} else f"{host}:{port}"
    return f"https://{where}{path}" + (f"?{urlencode(kept)}" if kept else "")


def _only_tracks(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKING or lowered.startswith("utm_")
