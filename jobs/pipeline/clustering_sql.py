"""The statements of clustering, in the order they run inside the publishing transaction.

`fresh` holds the postings to place, with their keys; `candidates` the pairs worth comparing.
"""

#: Two runs that publish at once wait here, so that each sees what the other published.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('jobs.clustering'))"

# Copied once and narrow: batches are taken from it in the order of its key.
TO_GROUP = """
DROP TABLE IF EXISTS pg_temp.to_group;
CREATE TEMP TABLE to_group (id uuid PRIMARY KEY, keys bigint[] NOT NULL) ON COMMIT DROP;
INSERT INTO to_group
SELECT staged.id, staged.likeness FROM staged JOIN ready ON ready.id = staged.id;
"""
FRESH = """
DROP TABLE IF EXISTS pg_temp.fresh;
CREATE TEMP TABLE fresh (id uuid PRIMARY KEY, keys bigint[] NOT NULL) ON COMMIT DROP;
"""
FRESH_FROM_STAGED = """
WITH taken AS (
    INSERT INTO fresh
    SELECT id, keys FROM to_group WHERE id > %(after)s ORDER BY id LIMIT %(most)s
    RETURNING id
)
SELECT id FROM taken ORDER BY id DESC LIMIT 1
"""
FRESH_FROM_IDS = """
INSERT INTO fresh
SELECT posting_id, keys FROM jobs_postingkeys WHERE posting_id = ANY(%(ids)s)
"""

FORGET_OLD_KEYS = """
DELETE FROM jobs_likenesskey gone
USING (
    SELECT old.posting_id, unnest(old.keys) AS key
    FROM jobs_postingkeys old JOIN fresh ON fresh.id = old.posting_id
    WHERE old.keys <> fresh.keys
) stale
WHERE gone.key = stale.key AND gone.posting_id = stale.posting_id
"""
KEEP_KEYS = """
INSERT INTO jobs_postingkeys (posting_id, keys) SELECT id, keys FROM fresh
ON CONFLICT (posting_id) DO UPDATE SET keys = EXCLUDED.keys
WHERE jobs_postingkeys.keys <> EXCLUDED.keys
"""
# Sorted: neighbours in the index are written one after the other.
FILE_KEYS = """
INSERT INTO jobs_likenesskey (key, posting_id)
SELECT unnest(keys) AS key, id FROM fresh ORDER BY key, id
ON CONFLICT DO NOTHING
"""

# However many postings share a key (a chain, an agency's boilerplate), a posting meets the first few
# of them only, and is compared with those it shares most with: its cost does not grow with the table.
CANDIDATES = """
DROP TABLE IF EXISTS pg_temp.candidates;
CREATE TEMP TABLE candidates ON COMMIT DROP AS
SELECT least(id, posting_id) AS one, greatest(id, posting_id) AS other, min(key) AS key
FROM (
    SELECT mine.id, held.posting_id, min(mine.key) AS key, row_number() OVER (
        PARTITION BY mine.id
        ORDER BY sum(CASE WHEN mine.key & 3 = 0 THEN 1 ELSE 4 END) DESC, held.posting_id
    ) AS place
    FROM (SELECT id, unnest(keys) AS key FROM fresh) mine
    CROSS JOIN LATERAL (
        SELECT posting_id FROM jobs_likenesskey WHERE key = mine.key ORDER BY posting_id
        LIMIT CASE WHEN mine.key & 3 = 0 THEN %(text_holders)s ELSE %(name_holders)s END
    ) held
    WHERE held.posting_id <> mine.id
    GROUP BY mine.id, held.posting_id
    UNION ALL
    SELECT mine.posting_id, theirs.posting_id, NULL, 0
    FROM fresh
    JOIN jobs_clustermember mine ON mine.posting_id = fresh.id
    CROSS JOIN LATERAL (
        SELECT posting_id FROM jobs_clustermember
        WHERE cluster_id = mine.cluster_id AND posting_id <> mine.posting_id
        ORDER BY posting_id LIMIT %(name_holders)s
    ) theirs
) met
WHERE place <= %(compared)s
GROUP BY 1, 2
"""
# Those that share a key one after the other: each text is then fetched once or twice, not each time.
PAIRS = """
SELECT pair.one, pair.other FROM candidates pair
JOIN jobs_posting one ON one.id = pair.one
JOIN jobs_posting other ON other.id = pair.other
ORDER BY pair.key, pair.one, pair.other
"""

NAMES = """
SELECT posting.id, source.slug, posting.external_id, posting.title, posting.company_name,
       posting.place, posting.region, posting.country, posting.lat, posting.lon,
       CASE WHEN posting.source_url = '' THEN posting.redirect_url ELSE posting.source_url END,
       posting.status = 'ACTIVE', source.full_feed, posting.posted_at
FROM jobs_posting posting JOIN jobs_source source ON source.id = posting.source_id
WHERE posting.id = ANY(%(ids)s)
"""
TEXTS = """
SELECT id, left(description, %(longest)s) FROM jobs_posting WHERE id = ANY(%(ids)s)
"""

#: Where the postings in question stand now, with everybody who stands there with them.
STANDING = """
SELECT member.posting_id, member.cluster_id, EXISTS (SELECT FROM fresh WHERE id = member.posting_id)
FROM jobs_clustermember member
WHERE member.cluster_id IN (
    SELECT cluster_id FROM jobs_clustermember WHERE posting_id = ANY(%(ids)s)
    UNION SELECT cluster_id FROM jobs_clustermember JOIN fresh ON fresh.id = posting_id
)
"""
MARKED_APART = """
SELECT one_id, other_id FROM jobs_notduplicate
WHERE one_id = ANY(%(ids)s) OR other_id = ANY(%(ids)s)
"""

ASSIGNED = """
DROP TABLE IF EXISTS pg_temp.assigned;
CREATE TEMP TABLE assigned (posting_id uuid PRIMARY KEY, cluster_id uuid NOT NULL) ON COMMIT DROP;
"""
TOUCHED = """
DROP TABLE IF EXISTS pg_temp.touched;
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT cluster_id FROM assigned
UNION SELECT cluster_id FROM jobs_clustermember WHERE posting_id = ANY(%(leaving)s)
UNION SELECT member.cluster_id FROM jobs_clustermember member JOIN assigned USING (posting_id)
UNION SELECT member.cluster_id FROM jobs_clustermember member JOIN fresh ON fresh.id = posting_id
"""
CLUSTERS = """
INSERT INTO jobs_cluster (id, created_at, updated_at)
SELECT DISTINCT cluster_id, now(), now() FROM assigned ON CONFLICT (id) DO NOTHING
"""
LEAVE = "DELETE FROM jobs_clustermember WHERE posting_id = ANY(%(leaving)s)"
JOIN = """
INSERT INTO jobs_clustermember (posting_id, cluster_id, spot, repost_count)
SELECT posting_id, cluster_id, '', 0 FROM assigned
ON CONFLICT (posting_id) DO UPDATE SET cluster_id = EXCLUDED.cluster_id
"""
EMPTY_CLUSTERS = """
DELETE FROM jobs_cluster USING touched
WHERE jobs_cluster.id = touched.cluster_id
  AND NOT EXISTS (SELECT FROM jobs_clustermember WHERE cluster_id = touched.cluster_id)
"""

# A repost is another id of one source for one job in one place on a later day.
REPOSTS = """
WITH ads AS (
    SELECT member.posting_id, member.cluster_id, posting.source_id, posting.external_id,
           posting.posted_at,
           coalesce(posting.geoname_id::text,
                    lower(concat_ws('/', posting.country, posting.region, posting.place))) AS spot
    FROM jobs_clustermember member
    JOIN touched ON touched.cluster_id = member.cluster_id
    JOIN jobs_posting posting ON posting.id = member.posting_id
), by_source AS (
    SELECT cluster_id, spot, min(posted_at) AS first_posted_at,
           least(count(DISTINCT external_id),
                 count(DISTINCT (posted_at AT TIME ZONE 'UTC')::date)) - 1 AS reposts
    FROM ads GROUP BY cluster_id, spot, source_id
), by_spot AS (
    SELECT cluster_id, spot, max(reposts) AS reposts, min(first_posted_at) AS first_posted_at
    FROM by_source GROUP BY cluster_id, spot
)
UPDATE jobs_clustermember member
SET spot = ads.spot, repost_count = by_spot.reposts, first_posted_at = by_spot.first_posted_at
FROM ads JOIN by_spot USING (cluster_id, spot)
WHERE member.posting_id = ads.posting_id
  AND (member.spot, member.repost_count, member.first_posted_at)
      IS DISTINCT FROM (ads.spot, by_spot.reposts::int, by_spot.first_posted_at)
"""

FORGET_KEYS_OF = """
DELETE FROM jobs_likenesskey gone
USING (SELECT posting_id, unnest(keys) AS key FROM jobs_postingkeys WHERE posting_id = ANY(%(ids)s)) old
WHERE gone.key = old.key AND gone.posting_id = old.posting_id
"""
