import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { showAsset, showEmbedScript } from './assets.ts';
import { cancel, changeRate, composeNow, control, sendTestCopy } from './desk/edition/actions.ts';
import { approve } from './desk/edition/approve.ts';
import { changeWords } from './desk/edition/words.ts';
import { drop, pick, promote } from './desk/edition/choosing.ts';
import { composeSpecialNow, showRanking } from './desk/newsletter/ranking.ts';
import { showDashboard } from './desk/dashboard.ts';
import { showDeskEdition, showDigest } from './desk/edition/showEdition.ts';
import { apply, fix } from './desk/edition/fix.ts';
import { staffOnly } from './desk/guard.ts';
import { login, logout, showLogin } from './desk/login.ts';
import { showOutlets } from './desk/outlets.ts';
import { killStoryPicture } from './desk/edition/killPicture.ts';
import { streamProgress } from './desk/edition/progress.ts';
import { approveAudience, correct, send } from './desk/edition/send.ts';
import { changeSettings, showSettings } from './desk/newsletter/settings.ts';
import { changeSignUpSettings, showSignUpSettings } from './desk/newsletter/signUpSettings.ts';
import { lookUpSubscriber, showSubscribers } from './desk/subscribers.ts';
import { resend, showUnsettled } from './desk/edition/unsettled.ts';
import { inboxInUse, listInbox, showInbox, showMessage, showMessageHtml } from './inbox/inbox.ts';
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
  const staff = staffOnly(web);
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

  // The desk: for staff.
  app.get('/desk/login', on(showLogin));
  app.post('/desk/login', on(login));
  app.post('/desk/logout', staff, on(logout));
  app.get('/desk', staff, on(showDashboard));
  app.get('/desk/outlets', staff, on(showOutlets));
  app.post('/desk/newsletters/:slug/compose', staff, on(composeNow));
  app.get('/desk/newsletters/:slug/settings', staff, on(showSettings));
  app.post('/desk/newsletters/:slug/settings', staff, on(changeSettings));
  app.get('/desk/newsletters/:slug/sign-up', staff, on(showSignUpSettings));
  app.post('/desk/newsletters/:slug/sign-up', staff, on(changeSignUpSettings));
  app.get('/desk/newsletters/:slug/stories', staff, on(showRanking));
  app.post('/desk/newsletters/:slug/special', staff, on(composeSpecialNow));
  app.get('/desk/editions/:id', staff, on(showDeskEdition));
  app.get('/desk/editions/:id/digest', staff, on(showDigest));
  app.get('/desk/editions/:id/progress', staff, on(streamProgress));
  app.get('/desk/editions/:id/unsettled', staff, on(showUnsettled));
  app.post('/desk/editions/:id/send', staff, on(send));
  app.post('/desk/editions/:id/words', staff, on(changeWords));
  app.post('/desk/editions/:id/approve', staff, on(approve));
  app.post('/desk/editions/:id/audience', staff, on(approveAudience));
  app.post('/desk/editions/:id/pause', staff, on(control('pause')));
  app.post('/desk/editions/:id/resume', staff, on(control('resume')));
  app.post('/desk/editions/:id/cancel', staff, on(cancel));
  app.post('/desk/editions/:id/test', staff, on(sendTestCopy));
  app.post('/desk/editions/:id/rate', staff, on(changeRate));
  app.post('/desk/editions/:id/stories/:position/fix', staff, on(fix));
  app.post('/desk/editions/:id/stories/:position/kill-picture', staff, on(killStoryPicture));
  app.post('/desk/editions/:id/stories/:position/drop', staff, on(drop));
  app.post('/desk/editions/:id/standbys/:position/promote', staff, on(promote));
  app.post('/desk/editions/:id/picks', staff, on(pick));
  app.post('/desk/editions/:id/apply', staff, on(apply));
  app.post('/desk/editions/:id/correct', staff, on(correct));
  app.post('/desk/editions/:id/resend', staff, on(resend));
  app.get('/desk/subscribers', staff, on(showSubscribers));
  app.post('/desk/subscribers', staff, on(lookUpSubscriber));

  // The built-in inbox, while it is in use: on this machine, or for staff.
  app.get('/inbox', inbox, local, on(showInbox));
  app.get('/inbox/messages.json', inbox, local, on(listInbox));
  app.get('/inbox/messages/:id', inbox, local, on(showMessage));
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
