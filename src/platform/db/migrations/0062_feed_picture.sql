-- The feed's picture of an item, where another one, chosen with its page, is shown in its place. Only expands.

alter table items
  -- SQL null: `image` is the feed's; JSON null: the feed has none, and `image` is the page's
  add column feed_image jsonb;
