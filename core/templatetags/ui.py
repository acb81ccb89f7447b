"""Template tags of the interface. The words and numbers come from pure functions at the top."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, Select, SelectMultiple
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

# ------------------------------------------------------------------------------------ fit

STRONG, GOOD, PARTIAL = 65, 50, 35
BAND_WORDS = {
    "strong": _("Strong"),
    "good": _("Good"),
    "partial": _("Partial"),
    "low": _("Weak"),
    "stop": _("Stop"),
}


@dataclass(frozen=True)
class Fit:
    """A score in words: `band` is the CSS name, `figure` the number or the range shown."""

    band: str
    word: str | Promise
    figure: str
    judged: str
    is_provisional: bool


def band_of(score: float) -> str:
    """Return the band of a score of 0–100: strong, good, partial or low."""
    if score >= STRONG:
        return "strong"
    if score >= GOOD:
        return "good"
    return "partial" if score >= PARTIAL else "low"


@dataclass(frozen=True)
class Judged:
    """How much of a posting could be judged."""

    parts: int | None = None
    of: int | None = None

    def words(self) -> str:
        if self.parts is None or not self.of:
            return ""
        return gettext("%(parts)s of %(of)s parts stated") % {"parts": self.parts, "of": self.of}


def describe_fit(
    score: float | None,
    bounds: tuple[float | None, float | None] = (None, None),
    judged: Judged | None = None,
    *,
    is_stopped: bool = False,
) -> Fit | None:
    """Say a fit as a band and a figure; a range when the posting left too much open.

    `bounds` are the lowest and highest fit the missing parts allow. None without a score.
    """
    if is_stopped:
        return Fit("stop", BAND_WORDS["stop"], "", "", is_provisional=False)
    if score is None:
        return None
    low, high = bounds
    figure, is_range = str(round(score)), False
    if low is not None and high is not None and round(low) != round(high):
        figure, is_range = f"{round(low)}–{round(high)}", True
    band = band_of(score)
    return Fit(band, BAND_WORDS[band], figure, (judged or Judged()).words(), is_range)


def given(value: float | Literal[""] | None) -> float | None:
    """Return None for what a template did not find: Django hands it over as an empty string."""
    return None if value == "" else value


@register.inclusion_tag("components/fit_badge.html")
def fit_badge(
    score: float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    judged: int | None = None,
    of: int | None = None,
    stop: bool = False,
) -> dict[str, Fit | None]:
    """`{% fit_badge score=84 judged=7 of=8 %}`, with `low` and `high` when provisional."""
    amount = Judged(judged or None, of or None)
    fit = describe_fit(given(score), (given(low), given(high)), amount, is_stopped=bool(stop))
    return {"fit": fit}


@register.inclusion_tag("components/score_ring.html")
def score_ring(
    score: float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    size: str = "",
) -> dict[str, object]:
    """`{% score_ring score=84 %}`: the fit as a picture. `size="sm"` for lists."""
    score, low, high = given(score), given(low), given(high)
    fit = describe_fit(score, (low, high))
    start, end = (low or 0, high or 0) if fit and fit.is_provisional else (0, score or 0)
    return {"fit": fit, "size": size, "start": round(start), "length": round(end - start)}


# ------------------------------------------------------------------------------------ time

MINUTE, HOUR = 60, 3600
DAYS_COUNTED, WEEK_DAYS = 45, 7


def ago(value: datetime, now: datetime) -> str:
    """Say how long ago `value` was; both in the zone of the reader."""
    seconds = (now - value).total_seconds()
    days = (now.date() - value.date()).days
    if seconds < MINUTE:
        words = gettext("just now")
    elif seconds < HOUR:
        words = gettext("%(n)s min ago") % {"n": int(seconds // MINUTE)}
    elif days == 0:
        words = gettext("%(n)s h ago") % {"n": int(seconds // HOUR)}
    elif days == 1:
        words = gettext("yesterday")
    elif days < DAYS_COUNTED:
        words = ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    else:
        words = calendar_day(value, now)
    return words


def until(value: datetime, now: datetime) -> str:
    """Say when `value` will be, as a person would: “tomorrow 10:00”, “Fri 10:00”, “3 March”."""
    seconds = (value - now).total_seconds()
    if seconds < HOUR:
        return gettext("in %(n)s min") % {"n": max(1, round(seconds / MINUTE))}
    days, clock = (value.date() - now.date()).days, time_format(value, "H:i")
    if days == 0:
        return gettext("today %(clock)s") % {"clock": clock}
    if days == 1:
        return gettext("tomorrow %(clock)s") % {"clock": clock}
    if days < WEEK_DAYS:
        return f"{date_format(value, 'D')} {clock}"
    return calendar_day(value, now)


def calendar_day(value: datetime, now: datetime) -> str:
    """Return the day, with its year only when it is not this one."""
    return date_format(value, "j M" if value.year == now.year else "j M Y")


def when(value: datetime, now: datetime) -> str:
    """Say a moment relative to `now`, past or future."""
    return until(value, now) if value > now + timedelta(seconds=30) else ago(value, now)


@register.filter
def relative_time(value: datetime | None) -> SafeString | str:
    """`{{ posting.posted_at|relative_time }}`: a <time> with the exact moment in the reader's zone."""
    if not value:
        return ""
    local = timezone.localtime(value)
    exact = f"{date_format(local, 'D j M Y')} {time_format(local, 'H:i')} {local.tzname() or ''}"
    words = when(local, timezone.localtime())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact.strip(), words
    )


# ------------------------------------------------------------------------------------ money

SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€", "INR": "₹", "JPY": "¥", "PLN": "zł", "CHF": "CHF "}
SYMBOLS |= {"CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "SGD": "S$", "ZAR": "R", "BRL": "R$"}
PERIODS = {
    "HOUR": _("an hour"),
    "DAY": _("a day"),
    "WEEK": _("a week"),
    "MONTH": _("a month"),
    "YEAR": _("a year"),
    "ONCE": _("once"),
}
Amount = Decimal | int
SHORT_FROM = 10_000


def compact(amount: Amount) -> str:
    """Return an amount as a person would write it: 62500 → 62.5k, 950 → 950, 12.5 → 12.50."""
    value = Decimal(amount)
    if value >= SHORT_FROM:
        thousands = (value / 1000).quantize(Decimal("0.1"))
        places = 0 if thousands == thousands.to_integral_value() else 1
        return f"{number_format(thousands, decimal_pos=places)}k"
    places = 0 if value == value.to_integral_value() else 2
    return number_format(value, decimal_pos=places, force_grouping=True)


def pay_range(low: Amount | None, high: Amount | None, currency: str = "", period: str = "") -> str:
    """Say pay as “£55–65k a year”; empty when neither end is known."""
    symbol = SYMBOLS.get(currency, f"{currency} " if currency else "")
    if low is None and high is None:
        return ""
    if low is not None and high is not None and low != high:
        first, second = compact(low), compact(high)
        if first.endswith("k") and second.endswith("k"):
            first = first.removesuffix("k")
        figure = f"{symbol}{first}–{second}"
    elif low is not None:
        text = "%(pay)s" if high == low else pgettext("pay", "from %(pay)s")
        figure = text % {"pay": symbol + compact(low)}
    else:
        assert high is not None
        figure = pgettext("pay", "up to %(pay)s") % {"pay": symbol + compact(high)}
    words = PERIODS.get(period.upper())
    return f"{figure} {words}" if words else figure


@register.simple_tag
def pay(
    low: Amount | None = None, high: Amount | None = None, currency: str = "", period: str = ""
) -> str:
    """`{% pay posting.pay_min posting.pay_max posting.pay_currency posting.pay_period %}`."""
    return pay_range(low or None, high or None, currency or "", period or "")


# ------------------------------------------------------------------------------------ navigation


@dataclass(frozen=True)
class Noun:
    """One of the five nouns: the page it leads to and which addresses belong to it."""

    key: str
    label: str | Promise
    page: str
    icon: str
    prefixes: tuple[str, ...]

    @property
    def href(self) -> str:
        return reverse(self.page)


JOBS = ("/matches", "/jobs", "/companies", "/sources", "/looking-for")
NOUNS = (
    Noun("today", _("Today"), "today", "sun-high", ("/today", "/notifications")),
    Noun("jobs", _("Jobs"), "matches", "briefcase", JOBS),
    Noun(
        "applications",
        _("Applications"),
        "applications",
        "layout-kanban",
        ("/applications", "/add"),
    ),
    Noun("resumes", _("Resumes"), "resumes", "file-text", ("/resumes", "/facts")),
    Noun("insights", _("Insights"), "insights", "chart-bar", ("/insights",)),
)


def belongs_to(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")


def noun_of(path: str) -> str:
    """Return the key of the noun an address belongs to, empty when to none."""
    for noun in NOUNS:
        if any(belongs_to(path, prefix) for prefix in noun.prefixes):
            return noun.key
    return ""


@register.simple_tag
def nav_nouns() -> tuple[Noun, ...]:
    return NOUNS


@register.simple_tag(takes_context=True)
def nav_current(context: template.Context) -> str:
    """Return the noun to mark: the view's `nav_active`, else by address."""
    chosen = context.get("nav_active")
    request = context.get("request")
    return str(chosen) if chosen else noun_of(request.path_info if request else "")


# ------------------------------------------------------------------------------------ small parts

SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="[^"]+"([^>]*)>(.*?)</symbol>', re.DOTALL)
ICON_CLASSES = {"": "icon", "sm": "icon icon-sm", "lg": "icon icon-lg"}


@lru_cache(maxsize=1)
def sprite_symbols() -> dict[str, tuple[str, str]]:
    """Return attributes and paths of every vendored icon by name."""
    path = finders.find("vendor/icons.svg")
    assert isinstance(path, str), "run bin/vendor: static/vendor/icons.svg is missing"
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - a finder returns a string
        return {name: (attrs, body) for name, attrs, body in SYMBOL.findall(file.read())}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """`{% icon "briefcase" %}`: decoration unless `label` names it for screen readers.

    One sprite, cached, by reference; browsers refuse references to another origin, so with
    STATIC_URL on a CDN the paths are written into the page.
    """
    symbols = sprite_symbols()
    if name not in symbols:
        raise template.TemplateSyntaxError(f"icon “{name}” is not in static/vendor/icons.txt")
    role = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    if "//" in settings.STATIC_URL:
        attrs, inner = (mark_safe(part) for part in symbols[name])  # noqa: S308 - our own file
    else:
        attrs = mark_safe("")
        inner = format_html('<use href="{}#{}"></use>', static("vendor/icons.svg"), name)
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="20" height="20"{} {}>{}</svg>',
        ICON_CLASSES[size],
        attrs,
        mark_safe(role),  # noqa: S308 - built two lines up
        inner,
    )


@register.filter
def initials(name: str) -> str:
    """Return one or two letters for an avatar: “Sam Okafor” → SO, an address → its first letter."""
    words = re.findall(r"\w+", str(name).partition("@")[0])
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper() or "?"


@register.filter
def number(value: float | Literal[""] | None) -> str:
    """Return a whole number with separators: 31,204."""
    return "" if value is None or value == "" else number_format(round(value), force_grouping=True)


def widget_class(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select | SelectMultiple) else "form-control"


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    label: str = "",
    help_text: str = "",
    autocomplete: str = "",
    placeholder: str = "",
    type: str = "",  # noqa: A002 - the HTML attribute's name
) -> dict[str, object]:
    """`{% field form.email %}`: label, control, help and errors, tied together for screen readers."""
    text = help_text.strip() if help_text else bound.help_text
    described = [f"{bound.auto_id}_help"] * bool(text) + [f"{bound.auto_id}_error"] * bool(
        bound.errors
    )
    extra = {"autocomplete": autocomplete, "placeholder": placeholder, "type": type}
    attrs: dict[str, str | bool] = {"class": widget_class(bound)}
    attrs |= {name: value for name, value in extra.items() if value}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "help_text": text,
        "is_checkbox": isinstance(bound.field.widget, CheckboxInput),
        "is_group": bound.use_fieldset,
    }
