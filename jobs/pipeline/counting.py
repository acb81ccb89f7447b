"""Add up the counts of the filters' values."""

from django.db import connection, transaction

# Only what has several rows is touched, and only rows that are really gone are added up, so two
# of these beside each other, or beside a run that appends, lose nothing.
_ADD_UP = """
WITH several AS (
    SELECT facet, value, is_sample FROM jobs_facetcount GROUP BY 1, 2, 3 HAVING count(*) > 1
), gone AS (
    DELETE FROM jobs_facetcount one USING several
    WHERE (one.facet, one.value, one.is_sample)
        = (several.facet, several.value, several.is_sample)
    RETURNING one.facet, one.value, one.is_sample, one.postings
)
INSERT INTO jobs_facetcount (facet, value, is_sample, postings)
SELECT facet, value, is_sample, sum(postings) FROM gone
GROUP BY 1, 2, 3 HAVING sum(postings) <> 0
"""


@transaction.atomic
def add_up_counts() -> None:
    """Leave one row for each value of each filter; the sums stay what they are."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP)
