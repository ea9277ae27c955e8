-- A rendition of 3:2 for leads, so that a tall picture does not fill a phone. Only expands.

-- The width of that rendition. Null: the picture is wide already, or from before.
alter table pictures add column wide integer check (wide > 0);

-- As in 0045, with the new column at its end.
create or replace view showable_pictures as
select p.hash, p.source_hash, p.source_url, p.width, p.height, p.widths, p.credit, p.copyright, p.thumb, p.wide
from pictures p
where not exists (select from picture_kills k where k.source_hash = p.source_hash)
  and not exists (select from picture_kills k where k.source_url = p.source_url)
  and (exists (select from picture_uploads u where u.hash = p.hash)
    or exists (
    select from picture_outlets po join outlets o on o.id = po.outlet_id join newsletters n on n.id = o.newsletter_id
    where po.hash = p.hash and not 'picture' = any(o.barred)
      and (o.is_own
           or ('picture' = any(o.rights) and coalesce(o.rights_until > now(), true))
           or exists (select from agency_rights a
                      where a.newsletter_id = o.newsletter_id and 'picture' = any(a.rights)
                        and coalesce(a.rights_until > now(), true)
                        and position(' ' || a.agency_key || ' ' in po.credit_words) > 0))
      -- a newsletter that names no territories serves all
      and not (o.not_in && n.territories or (n.territories = '{}' and o.not_in <> '{}'))
      and not (o.credit_mandatory and btrim(po.credit_words) = '' and p.credit is null)
      and not exists (select from agency_rights a
                      where a.newsletter_id = o.newsletter_id
                        and ('picture' = any(a.barred) or a.not_in && n.territories
                             or (n.territories = '{}' and a.not_in <> '{}'))
                        and position(' ' || a.agency_key || ' ' in po.credit_words) > 0)));
