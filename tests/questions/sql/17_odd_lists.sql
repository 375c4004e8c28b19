-- Lists that were held, odd, or the same document or cells as one before.
SELECT day, kind, status, row_count, why, sha256, (SELECT count(*) FROM lists again WHERE again.sha256 = lists.sha256) AS times_seen
FROM lists WHERE status <> 'accepted' OR why IS NOT NULL ORDER BY published_at, list_id
