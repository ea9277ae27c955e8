-- A domain with few readers can name one of them, and a summary outlives an erasure: such domains leave the summaries that
-- are stored. New ones count them together (src/editions/counts.ts). Only expands.

update send_summaries set domains = jsonb_path_query_array(domains, '$[*] ? (@.readers >= 10)')
where jsonb_path_exists(domains, '$[*] ? (@.readers < 10)');
