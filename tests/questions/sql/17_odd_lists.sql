-- Lists that were held, odd (a check failed), or the same cells as the one before.
SELECT day, kind, status, row_count, why, sha256 FROM lists
WHERE status <> 'accepted' OR why IS NOT NULL ORDER BY published_at, list_id
