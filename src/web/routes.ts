import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { showAsset, showEmbedScript } from './assets.ts';
import { addDeskRoutes } from './desk/deskRoutes.ts';
import { inboxInUse, listInbox, showInbox, showInboxMessage, showMessageHtml } from './inbox/inbox.ts';
import { localOrStaff, tokenLocalOrStaff } from './localVisit.ts';
import { showHealth, showReadiness } from './operations/health.ts';
import { showMetrics } from './operations/metrics.ts';
import { changeAddress, showAddressChange } from './public/preferences/address.ts';
import { confirm, showConfirm } from './public/preferences/confirm.ts';
import { answerPreflight } from './public/signUp/cors.ts';
import { showArchive, showEdition } from './public/edition/publishedEdition.ts';
import { showFeed } from './public/edition/feed.ts';
import { downloadData, eraseReader, moveReader, showFresh } from './public/preferences/fresh.ts';
import { changePreferences, leadToData, showPreferences } from './public/preferences/preferences.ts';
import { OPINION_PATH } from '../editions/address.ts';
import { postOpinion, showOpinion } from './public/edition/opinion.ts';
import { followLink } from './public/edition/redirect.ts';
import { showRobots, showSitemap } from './public/edition/robots.ts';
import { showEmbed, showFront, showSignUp } from './public/signUp/signUp.ts';
import { subscribe } from './public/signUp/subscribe.ts';
import { postUnsubscribe, showUnsubscribe } from './public/preferences/unsubscribe.ts';
import { showPicture } from './public/edition/pictures.ts';
import { showSample } from './sampleNewsroom.ts';
import type { App, Web, WebContext, WebHandler } from './web.ts';

/** Every path, and who may request it. HEAD is answered like GET, and neither changes anything. */
export function addRoutes(app: App, web: Web): void {
  const on = (handler: WebHandler) => (c: WebContext) => handler(web, c);
  const local = localOrStaff(web);
  const inbox = inboxInUse(web);

  // Sign-up and pages of newsletters: public, without a cookie.
  app.get('/', on(showFront));
  app.get('/newsletters/:slug', on(showSignUp));
  app.post('/newsletters/:slug/subscribe', on(subscribe));
  app.options('/newsletters/:slug/subscribe', on(answerPreflight));
  app.get('/embed.js', showEmbedScript);
  app.get('/embed/:slug', on(showEmbed));
  // These pages contain no secrets, so compression cannot leak any (BREACH).
  app.use('/editions/*', compress());
  // Feed readers and crawlers often request pages that have not changed.
  app.use('/editions/*', etag());
  app.use('/sitemap.xml', etag());
  app.get('/editions/:slug', on(showArchive));
  app.get('/editions/:slug/feed.xml', on(showFeed));
  for (const path of [`/editions/:slug/:date${OPINION_PATH}`, `/editions/:slug/:date/:which${OPINION_PATH}`]) {
    app.get(path, on(showOpinion));
    app.post(path, on(postOpinion));
  }
  app.get('/editions/:slug/:date', on(showEdition));
  app.get('/editions/:slug/:date/:which', on(showEdition));
  app.get('/robots.txt', on(showRobots));
  app.get('/sitemap.xml', on(showSitemap));

  // The link from a mail to a story, if clicks are counted. All readers have the same link.
  app.get('/r/:id', on(followLink));

  // Links in mails: for the holder of the token.
  app.get('/confirm/:token', on(showConfirm));
  app.post('/confirm/:token', on(confirm));
  app.get('/unsubscribe/:token', on(showUnsubscribe));
  app.post('/unsubscribe/:token', on(postUnsubscribe));
  app.get('/preferences/:token', on(showPreferences));
  app.post('/preferences/:token', on(changePreferences));
  app.get('/preferences/:token/data.json', on(leadToData));
  app.get('/address/:token', on(showAddressChange));
  app.post('/address/:token', on(changeAddress));
  // Actions that need a fresh link from the reader's mailbox.
  app.get('/data/:token', on(showFresh('data')));
  app.post('/data/:token', on(downloadData));
  app.get('/erase/:token', on(showFresh('erase')));
  app.post('/erase/:token', on(eraseReader));
  app.get('/move/:token', on(showFresh('move')));
  app.post('/move/:token', on(moveReader));

  // The desk: for staff, by role.
  addDeskRoutes(app, web);

  // The built-in inbox, while it is in use: on this machine, or for staff.
  app.get('/inbox', inbox, local, on(showInbox));
  app.get('/inbox/messages.json', inbox, local, on(listInbox));
  app.get('/inbox/messages/:id', inbox, local, on(showInboxMessage));
  app.get('/inbox/messages/:id/html', inbox, local, on(showMessageHtml));

  // Operations.
  app.get('/healthz', showHealth);
  app.get('/readyz', on(showReadiness));
  app.get('/metrics', tokenLocalOrStaff(web), showMetrics(web));

  app.get('/assets/:name', showAsset);
  app.get('/pictures/:file', on(showPicture));
  app.get('/sample/*', on(showSample));
  app.get('/sample', on(showSample));
}
