"""Filters of long lists whose values are known without reading the list."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.models import FacetCount


class Counted(SimpleListFilter):
    """A filter by what the table of counts has: no `SELECT DISTINCT` over every posting.

    It knows the values of open postings; one that only closed postings have is found by search.
    """

    facet: str

    def lookups(
        self, request: HttpRequest, model_admin: "ModelAdmin[Any]"
    ) -> Iterator[tuple[str, str]]:
        """Every value, in order."""
        held = FacetCount.objects.filter(facet=self.facet).exclude(value="")
        for value in held.order_by("value").values_list("value", flat=True).distinct():
            yield value, value

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Only what has the chosen value."""
        chosen = self.value()
        return queryset.filter((self.parameter_name, chosen)) if chosen else queryset


def counted(facet: str, field: str, label: str | Promise) -> type[Counted]:
    """A filter of `field` by the values of a facet."""
    about = {"facet": facet, "title": label, "parameter_name": field}
    return type(f"Counted{facet.title()}", (Counted,), about)


BY_COUNTRY = counted("country", "country", _("country"))
BY_LANGUAGE = counted("language", "language", _("language"))
BY_WORKPLACE = counted("remote", "remote", _("where"))
