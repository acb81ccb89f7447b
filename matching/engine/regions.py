"""Countries and regions as resumes write them behind a town: `Austin, TX`, `Pune, India`.

Source: the postal codes of the United States (USPS, Publication 28).
"""

_STATES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|"
    "DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|"
    "KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|"
    "MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|"
    "NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|"
    "PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|"
    "VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"
)
_COUNTRIES = {
    "GB": "united kingdom|uk|great britain|england|scotland|wales|northern ireland",
    "US": "united states|usa|u.s.a.|us|united states of america",
    "FR": "france", "DE": "germany|deutschland", "IN": "india", "AU": "australia",
    "AT": "austria|österreich", "BE": "belgium|belgique|belgië", "BR": "brazil|brasil", "CA": "canada",
    "CH": "switzerland|schweiz|suisse|svizzera", "ES": "spain|españa", "IE": "ireland", "IT": "italy|italia",
    "MX": "mexico|méxico", "NL": "netherlands|nederland", "NZ": "new zealand", "PL": "poland|polska",
    "SG": "singapore", "ZA": "south africa",
}  # fmt: skip
_STATE_BY_CODE = dict(state.split(" ", 1) for state in _STATES.split("|"))
_STATE_NAMES = {name.casefold(): name for name in _STATE_BY_CODE.values()}
_COUNTRY_BY_NAME = {
    name: code for code, names in _COUNTRIES.items() for name in names.split("|")
}  # fmt: skip


def region_of(place: str) -> str:
    """The region named after the town, by its full name where it is known by a code; or ""."""
    parts = [part.strip() for part in place.split(",")[1:]]
    for part in parts:
        known = _STATE_BY_CODE.get(part) or _STATE_NAMES.get(part.casefold())
        if known:
            return known
    return next((part for part in parts if country_of(f",{part}") == ""), "")


def country_of(place: str) -> str:
    """The country that is named after the town, or that the state named there lies in; or ""."""
    for part in reversed([one.strip() for one in place.split(",")[1:]]):
        found = _COUNTRY_BY_NAME.get(part.casefold())
        if found:
            return found
        if part in _STATE_BY_CODE or part.casefold() in _STATE_NAMES:
            return "US"
    return ""
