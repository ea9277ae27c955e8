-- The desk shows what became of an edition's test copies; the outbox holds every other mail as well. Only expands.

create index outbox_test_copies on outbox (edition_id, id) where kind = 'test';
