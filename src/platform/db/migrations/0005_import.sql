-- A list of a million readers is taken in at once.

-- Nothing looks readers up by their hash: suppressions are found by it, and have their own key. Keeping it in order cost
-- an import a quarter of the time that it spends on this table.
drop index if exists subscribers_address_hash_idx;
