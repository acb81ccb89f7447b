"""The statements of publishing, in the order they run.

`staged` holds new and changed postings, `seen` every posting of the run; `ready` joins them with
what is published already and decides dates and whether a posting is open.
"""

from jobs.pipeline.columns import OWN, SEEN, STAGED


def _table(name: str, columns: dict[str, str]) -> str:
    """Rows stay whole on their page: compressing what is read once or twice took half of COPY."""
    listed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    return (
        f"DROP TABLE IF EXISTS pg_temp.{name}; "
        f"CREATE TEMP TABLE {name} ({listed}) WITH (toast_tuple_target = 8160) ON COMMIT DROP;"
    )


CREATE = _table("staged", dict(STAGED)) + _table("seen", dict(SEEN))

READY_TABLES = """
ANALYZE staged (id, company_key);
ANALYZE seen (id, is_staged);
DROP TABLE IF EXISTS pg_temp.ready;
CREATE TEMP TABLE ready (
    id uuid PRIMARY KEY, posted_at timestamptz, expires_at timestamptz, redirect_url text,
    is_staged boolean, is_new boolean, was_open boolean, is_open boolean
) ON COMMIT DROP;
"""

# A posting without a usable date counts from when we first saw it. Sample postings never end.
READY = """
INSERT INTO ready
SELECT id, posted_at, expires_at, redirect_url, is_staged, is_new, was_open,
       expires_at IS NULL OR expires_at > %(now)s
FROM (
    SELECT dated.*, CASE WHEN %(is_sample)s THEN NULL ELSE coalesce(
        stated, posted_at + %(expiry_days)s::int * interval '1 day') END AS expires_at
    FROM (
        SELECT seen.id, seen.redirect_url, seen.is_staged, seen.expires_at AS stated,
               coalesce(seen.posted_at, posting.posted_at, %(now)s) AS posted_at,
               posting.id IS NULL AS is_new, posting.status = 'ACTIVE' AS was_open
        FROM seen
        LEFT JOIN jobs_posting posting ON posting.id = seen.id
        LEFT JOIN staged ON staged.id = seen.id
        WHERE NOT seen.is_staged OR staged.id IS NOT NULL
    ) dated
) ended
"""

# Sorted by key: two runs that add the same employers wait for each other instead of deadlocking.
COMPANIES = """
INSERT INTO jobs_company (id, key, name, links, created_at, updated_at)
SELECT DISTINCT ON (company_key) gen_random_uuid(), company_key, company_name, '[]', %(now)s, %(now)s
FROM staged
WHERE company_key IS NOT NULL
ORDER BY company_key, company_name
ON CONFLICT (key) DO NOTHING
"""

COUNT = """
SELECT count(*) FILTER (WHERE ready.is_new) AS created,
       count(*) FILTER (WHERE NOT ready.is_new AND (
           is_staged OR posting.posted_at IS DISTINCT FROM ready.posted_at)) AS updated,
       count(*) FILTER (WHERE NOT ready.is_new AND NOT is_staged
           AND posting.posted_at IS NOT DISTINCT FROM ready.posted_at) AS unchanged,
       count(*) FILTER (WHERE NOT ready.is_new AND NOT was_open AND is_open) AS resurrected,
       count(*) FILTER (WHERE is_open) AS open,
       count(*) FILTER (WHERE is_staged) AS written
FROM ready LEFT JOIN jobs_posting posting ON posting.id = ready.id
"""

_CONTENT = [name for name in STAGED if name not in OWN and name not in {"id", "redirect_url"}]
_UPDATED = ", ".join(
    f"{name} = EXCLUDED.{name}" for name in (*_CONTENT, "redirect_url", "company_id")
)
_SELECTED = ", ".join(f"staged.{name}" for name in _CONTENT)

POSTINGS = f"""
INSERT INTO jobs_posting AS posting (
    id, {", ".join(_CONTENT)}, redirect_url, company_id, source_id, requisition_id, cts_job_name,
    status, sync_status, is_sample, posted_at, first_seen_at, last_seen_at, expires_at, closed_at,
    created_at, updated_at
)
SELECT staged.id, {_SELECTED}, staged.redirect_url, company.id, %(source)s, staged.id::text, '',
       CASE WHEN ready.is_open THEN 'ACTIVE' ELSE 'EXPIRED' END, %(sync_status)s, %(is_sample)s,
       ready.posted_at, %(now)s, %(now)s, ready.expires_at,
       CASE WHEN ready.is_open THEN NULL ELSE %(now)s END, %(now)s, %(now)s
FROM staged
JOIN ready ON ready.id = staged.id
LEFT JOIN jobs_company company ON company.key = staged.company_key
ON CONFLICT (id) DO UPDATE SET
    {_UPDATED}, is_sample = EXCLUDED.is_sample, sync_status = EXCLUDED.sync_status,
    status = CASE WHEN EXCLUDED.status = 'EXPIRED' AND posting.status = 'DELETED' THEN 'DELETED'
                  ELSE EXCLUDED.status END,
    posted_at = EXCLUDED.posted_at, expires_at = EXCLUDED.expires_at,
    last_seen_at = EXCLUDED.last_seen_at,
    closed_at = CASE WHEN EXCLUDED.status = 'ACTIVE' THEN NULL
                     ELSE coalesce(posting.closed_at, EXCLUDED.closed_at) END,
    updated_at = EXCLUDED.updated_at
"""  # noqa: S608 - names come from our own table of columns

# Rows that only were seen again: nothing but dates, link and whether they are open. Importing again
# within the hour writes nothing: a posting's row is wide, and in a dozen indexes.
TOUCHED = """
UPDATE jobs_posting posting SET
    last_seen_at = %(now)s, posted_at = ready.posted_at, expires_at = ready.expires_at,
    redirect_url = ready.redirect_url,
    status = CASE WHEN ready.is_open THEN 'ACTIVE'
                  WHEN posting.status = 'DELETED' THEN 'DELETED' ELSE 'EXPIRED' END,
    closed_at = CASE WHEN ready.is_open THEN NULL ELSE coalesce(posting.closed_at, %(now)s) END,
    sync_status = CASE WHEN ready.is_open AND (posting.status <> 'ACTIVE'
                            OR ready.expires_at > posting.expires_at) THEN %(sync_status)s
                       ELSE posting.sync_status END
FROM ready
WHERE ready.id = posting.id AND NOT ready.is_staged AND (
    posting.last_seen_at <= %(now)s - interval '1 hour'
    OR (posting.posted_at, posting.expires_at, posting.redirect_url, posting.status)
    IS DISTINCT FROM (ready.posted_at, ready.expires_at, ready.redirect_url,
                      CASE WHEN ready.is_open THEN 'ACTIVE' ELSE 'EXPIRED' END)
)
"""

_FACETS = (
    "is_active", "is_sample", "source_id", "company_id", "category", "country", "language",
    "remote", "employment_type", "level", "is_internship", "pay_yearly_max", "pay_currency", "lat",
    "lon", "posted_at",
)  # fmt: skip

SEARCH = f"""
INSERT INTO jobs_postingsearch (posting_id, document, {", ".join(_FACETS)})
SELECT staged.id,
       setweight(to_tsvector(configuration, words_title), 'A')
       || setweight(to_tsvector(configuration, words_skills), 'B')
       || setweight(to_tsvector(configuration, words_text), 'D'),
       ready.is_open, %(is_sample)s, %(source)s, company.id, category, country, language, remote,
       employment_type, level, is_internship,
       CASE WHEN pay_source = 'STATED' THEN coalesce(pay_yearly_max, pay_yearly_min) END,
       CASE WHEN pay_source = 'STATED' THEN pay_currency ELSE '' END,
       lat, lon, ready.posted_at
FROM staged JOIN ready ON ready.id = staged.id
LEFT JOIN jobs_company company ON company.key = staged.company_key
ON CONFLICT (posting_id) DO UPDATE SET
    document = EXCLUDED.document, {", ".join(f"{name} = EXCLUDED.{name}" for name in _FACETS)}
"""  # noqa: S608 - names come from our own table of columns

# What search may suggest from now on; `jobs.pipeline.suggesting` takes it up after the run.
TERMS = """
INSERT INTO jobs_freshterm (kind, term, postings)
SELECT one.kind, one.term, count(*)
FROM staged JOIN ready ON ready.id = staged.id
CROSS JOIN LATERAL (
    VALUES ('TITLE', title), ('COMPANY', company_name), ('PLACE', place)
    UNION ALL SELECT 'SKILL', unnest(skills)
) AS one (kind, term)
WHERE ready.is_new AND ready.is_open AND one.term <> ''
GROUP BY 1, 2
"""

SEARCH_TOUCHED = """
UPDATE jobs_postingsearch search
SET posted_at = ready.posted_at, is_active = ready.is_open
FROM ready
WHERE ready.id = search.posting_id AND NOT ready.is_staged
  AND (search.posted_at, search.is_active) IS DISTINCT FROM (ready.posted_at, ready.is_open)
"""

EXPIRE = """
WITH over AS (
    UPDATE jobs_posting SET status = 'EXPIRED', closed_at = %(now)s, updated_at = %(now)s
    WHERE source_id = %(source)s AND status = 'ACTIVE' AND expires_at <= %(now)s
    RETURNING id
), hidden AS (
    UPDATE jobs_postingsearch SET is_active = false FROM over WHERE posting_id = over.id
)
SELECT count(*) AS expired FROM over
"""

# Fewer than half of the usual postings is a sick feed, which closes nothing.
ABSENT = """
WITH over AS (
    UPDATE jobs_posting SET status = 'EXPIRED', closed_at = %(now)s, updated_at = %(now)s
    WHERE %(closes_absent)s AND source_id = %(source)s AND status = 'ACTIVE'
      AND (SELECT count(*) FROM seen) * 2 >= %(usual_count)s
      AND NOT EXISTS (SELECT FROM seen WHERE seen.id = jobs_posting.id)
    RETURNING id
), hidden AS (
    UPDATE jobs_postingsearch SET is_active = false FROM over WHERE posting_id = over.id
)
SELECT count(*) AS absent FROM over
"""

# New rows wait in a list of the GIN index that every question reads to its end, until a vacuum sorts
# them in: after 28,000 postings that list alone made matching twice as slow.
SORT_IN = """
SELECT gin_clean_pending_list(i.indexrelid)
FROM pg_index i
JOIN pg_class index ON index.oid = i.indexrelid AND pg_has_role(index.relowner, 'USAGE')
JOIN pg_am method ON method.oid = index.relam AND method.amname = 'gin'
WHERE i.indrelid IN ('jobs_posting'::regclass, 'jobs_postingsearch'::regclass)
"""

# The first questions come at once, autovacuum within minutes; unplanned they took five times as long.
# Only what plans are made by: the long texts beside it took most of the time.
ANALYSE = """
ANALYZE jobs_posting (
    id, source_id, external_id, company_id, status, country, place, skills, language, level,
    employment_type, is_sample, is_internship, posted_at, first_seen_at, expires_at
), jobs_postingsearch"""
#: A twentieth of the table, or it is what it was.
IS_WORTH_ANALYSING = """
SELECT %(written)s * 20 >= reltuples FROM pg_class WHERE oid = 'jobs_posting'::regclass"""

STATEMENTS = (COMPANIES, COUNT, POSTINGS, TOUCHED, SEARCH, TERMS, SEARCH_TOUCHED, EXPIRE, ABSENT)
