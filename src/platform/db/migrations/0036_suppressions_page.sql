-- The desk lists suppressions, the newest first. Only expands.

create index on suppressions (created_at, address_hash);
