-- What an article's page said when it was last read, and what its feed says where the page has newer words. Only expands.

alter table items
  add column page_title text,
  add column page_summary text,
  -- null unless newer words of the page stand in title and summary: those hold until the feed's own change
  add column feed_title text,
  add column feed_summary text;
