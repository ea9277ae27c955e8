import { changeAccount, showAccount } from './account.ts';
import { changeEmail } from './accountEmail.ts';
import { CHECKED, DESK_ACCESS, UPLOAD_ROUTES, type DeskRoute } from './access.ts';
import { showAudit } from './audit.ts';
import { checkPerson } from './checkPerson.ts';
import { showDashboard } from './dashboard.ts';
import { cancel, changeRate, composeNow, control, sendTestCopy } from './edition/actions.ts';
import { addByAddress, showAddStory } from './edition/addStory.ts';
import { approve } from './edition/approve.ts';
import { drop, pick, promote } from './edition/choosing.ts';
import { join, showEvents, split } from './edition/events.ts';
import { apply, fix } from './edition/fix.ts';
import { showDigest } from './edition/digest.ts';
import { killStoryPicture } from './edition/killPicture.ts';
import { order } from './edition/order.ts';
import { streamProgress } from './edition/progress.ts';
import { seeAsReader } from './edition/seeAsReader.ts';
import { correct, showCorrection } from './edition/correct.ts';
import { approveAudience, send } from './edition/send.ts';
import { saidOnPage, showDeskEdition } from './edition/showEdition.ts';
import { undo } from './edition/undo.ts';
import { resend, showUnsettled } from './edition/unsettled.ts';
import { chooseStoryPicture, fetchPreviews, showPictures, upload } from './edition/storyPicture.ts';
import { keep, letStoryGo } from './edition/withdrawn.ts';
import { changeWords } from './edition/words.ts';
import { roleAtLeast, staffOnly } from './guard.ts';
import { pageOf } from './matchRoute.ts';
import { showKept } from './kept/showKept.ts';
import { askReset, showForgotten, showReset, takeReset } from './links/forgotten.ts';
import { showInvitation, takeInvitation } from './links/invitation.ts';
import { login, logout, showLogin } from './login.ts';
import { addNewNewsletter, showNewNewsletter } from './newsletter/newNewsletter.ts';
import { showNewsletters } from './newsletter/newsletterList.ts';
import { composeSpecialNow, showRanking } from './newsletter/ranking.ts';
import { changeSchedule, showSchedule } from './newsletter/schedule.ts';
import { changeSettings, showSettings } from './newsletter/settings.ts';
import { killSlotPicture } from './newsletter/removeSlotPicture.ts';
import { uploadSlotPicture } from './newsletter/slotPictures.ts';
import { changeSignUpSettings, showSignUpSettings } from './newsletter/signUpSettings.ts';
import { changeAgencies, showAgencies } from './outlet/agencies.ts';
import { changeOutlet, showOutlet } from './outlet/outlet.ts';
import { addOutletNow, showOutlets } from './outlet/outlets.ts';
import { runDoctor, showDoctor } from './setup/doctor.ts';
import { changeRetention, showRetention } from './setup/retention.ts';
import { changeSigningNow, checkSending, sendTestLetter, showSending } from './setup/sending.ts';
import { showEditionResults, showNewsletterResults } from './results/results.ts';
import { changePasskey, keepPasskey, offerCheck, offerPasskey } from './passkeys/manage.ts';
import { offerSignIn, signInByPasskey } from './passkeys/signIn.ts';
import { changeStaff, showStaff } from './staffAccounts.ts';
import { href } from '../site.ts';
import type { App, Web, WebContext, WebHandler } from '../web.ts';
import { addOne, showAdd } from './subscribers/add.ts';
import { exportFound } from './subscribers/export.ts';
import { showImportForm, uploadList } from './subscribers/importList.ts';
import { actOnImport, downloadRefused, showImport } from './subscribers/oneImport.ts';
import { postSubscribers, showSubscribers } from './subscribers/search.ts';
import { downloadRecord, showOneSubscriber } from './subscribers/subscriber.ts';
import { addSuppression, findSuppressions, showSuppressions } from './subscribers/suppressions.ts';

/** The handler of each route in DESK_ACCESS: a route without a role does not compile. */
const HANDLERS: Readonly<Record<DeskRoute, WebHandler>> = {
  'GET /desk/login': showLogin,
  'POST /desk/login': login,
  'POST /desk/login/options': offerSignIn,
  'POST /desk/login/passkey': signInByPasskey,
  'GET /desk/forgotten': showForgotten,
  'POST /desk/forgotten': askReset,
  'GET /desk/reset/:token': showReset,
  'POST /desk/reset/:token': takeReset,
  'GET /desk/invitation/:token': showInvitation,
  'POST /desk/invitation/:token': takeInvitation,
  'POST /desk/logout': logout,
  'GET /desk': showDashboard,
  'GET /desk/account': showAccount,
  'POST /desk/account': changeAccount,
  'POST /desk/account/email': changeEmail,
  'POST /desk/account/passkeys': keepPasskey,
  'POST /desk/account/passkeys/options': offerPasskey,
  'POST /desk/account/passkeys/:id': changePasskey,
  'POST /desk/check/options': offerCheck,
  'GET /desk/audit': showAudit,
  'GET /desk/staff': showStaff,
  'POST /desk/staff': changeStaff,
  'GET /desk/outlets': showOutlets,
  'POST /desk/outlets': addOutletNow,
  'GET /desk/outlets/:id': showOutlet,
  'POST /desk/outlets/:id': changeOutlet,
  'GET /desk/agencies': showAgencies,
  'POST /desk/agencies': changeAgencies,
  'GET /desk/sending': showSending,
  'POST /desk/sending/check': checkSending,
  'POST /desk/sending/letter': sendTestLetter,
  'POST /desk/sending/signing': changeSigningNow,
  'GET /desk/doctor': showDoctor,
  'POST /desk/doctor': runDoctor,
  'GET /desk/retention': showRetention,
  'POST /desk/retention': changeRetention,
  'GET /desk/subscribers': showSubscribers,
  'POST /desk/subscribers': postSubscribers,
  'GET /desk/subscribers/add': showAdd,
  'POST /desk/subscribers/add': addOne,
  'POST /desk/subscribers/export': exportFound,
  'GET /desk/subscribers/import': showImportForm,
  'POST /desk/subscribers/import': uploadList,
  'GET /desk/subscribers/imports/:id': showImport,
  'POST /desk/subscribers/imports/:id': actOnImport,
  'GET /desk/subscribers/imports/:id/refused.csv': downloadRefused,
  'GET /desk/subscribers/:id': showOneSubscriber,
  'POST /desk/subscribers/:id/data': downloadRecord,
  'GET /desk/suppressions': showSuppressions,
  'POST /desk/suppressions': findSuppressions,
  'POST /desk/suppressions/add': addSuppression,
  'GET /desk/newsletters': showNewsletters,
  'GET /desk/newsletters/new': showNewNewsletter,
  'POST /desk/newsletters/new': addNewNewsletter,
  'GET /desk/newsletters/:slug/schedule': showSchedule,
  'POST /desk/newsletters/:slug/schedule': changeSchedule,
  'POST /desk/newsletters/:slug/compose': composeNow,
  'GET /desk/newsletters/:slug/settings': showSettings,
  'POST /desk/newsletters/:slug/settings': changeSettings,
  'POST /desk/newsletters/:slug/slot-picture': uploadSlotPicture,
  'POST /desk/newsletters/:slug/slot-picture/kill': killSlotPicture,
  'GET /desk/newsletters/:slug/sign-up': showSignUpSettings,
  'POST /desk/newsletters/:slug/sign-up': changeSignUpSettings,
  'GET /desk/newsletters/:slug/results': showNewsletterResults,
  'GET /desk/newsletters/:slug/stories': showRanking,
  'POST /desk/newsletters/:slug/special': composeSpecialNow,
  'GET /desk/editions/:id': showDeskEdition,
  'GET /desk/editions/:id/digest': showDigest,
  'POST /desk/editions/:id/reader': seeAsReader,
  'GET /desk/editions/:id/progress': streamProgress,
  'GET /desk/editions/:id/results': showEditionResults,
  'GET /desk/editions/:id/unsettled': showUnsettled,
  'GET /desk/editions/:id/correct': showCorrection,
  'POST /desk/editions/:id/words': changeWords,
  'POST /desk/editions/:id/test': sendTestCopy,
  'POST /desk/editions/:id/picks': saidOnPage(pick),
  'GET /desk/editions/:id/add': showAddStory,
  'POST /desk/editions/:id/add': addByAddress,
  'GET /desk/editions/:id/events': showEvents,
  'POST /desk/editions/:id/join': join,
  'POST /desk/editions/:id/split': split,
  'GET /desk/editions/:id/picture': showPictures,
  'POST /desk/editions/:id/picture': chooseStoryPicture,
  'POST /desk/editions/:id/picture-previews': fetchPreviews,
  'POST /desk/editions/:id/upload': upload,
  'POST /desk/editions/:id/keep': keep,
  'POST /desk/editions/:id/let-go': letStoryGo,
  'POST /desk/editions/:id/apply': apply,
  'POST /desk/editions/:id/order': saidOnPage(order),
  'POST /desk/editions/:id/undo': saidOnPage(undo),
  'POST /desk/editions/:id/stories/:position/fix': fix,
  'POST /desk/editions/:id/stories/:position/kill-picture': killStoryPicture,
  'POST /desk/editions/:id/stories/:position/drop': saidOnPage(drop),
  'POST /desk/editions/:id/standbys/:position/promote': saidOnPage(promote),
  'POST /desk/editions/:id/pause': control('pause'),
  'POST /desk/editions/:id/approve': saidOnPage(approve),
  'POST /desk/editions/:id/audience': approveAudience,
  'POST /desk/editions/:id/send': send,
  'POST /desk/editions/:id/resume': control('resume'),
  'POST /desk/editions/:id/cancel': cancel,
  'POST /desk/editions/:id/rate': changeRate,
  'POST /desk/editions/:id/correct': correct,
  'POST /desk/editions/:id/resend': resend,
};

/** A path as the router takes it. Ids are digits, so that a word in their place names another route. */
const served = (path: string): string => path.replaceAll(':id', ':id{[0-9]+}');

/** Leads somebody who opens the address of a form (Back, a bookmark, a reload elsewhere) to the page that it belongs to. */
function leadToPage({ site }: Web, c: WebContext): Response | Promise<Response> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return c.notFound();
  return c.redirect(href(site, pageOf(c.req.path)), 303);
}

/** Adds the desk's routes, each for the roles that DESK_ACCESS allows. */
export function addDeskRoutes(app: App, web: Web): void {
  const kept = showKept(web);
  const check = checkPerson(web);
  for (const [route, handler] of Object.entries(HANDLERS) as [DeskRoute, WebHandler][]) {
    const [method, pattern] = route.split(' ') as [string, string];
    const path = served(pattern);
    const least = DESK_ACCESS[route];
    if (least === null) app.on(method, path, (c) => handler(web, c));
    else if (method === 'GET')
      app.on(method, path, staffOnly(web), kept, roleAtLeast(web, least), (c) => handler(web, c));
    else {
      const staff = staffOnly(web, { isUpload: UPLOAD_ROUTES[route] === 'list', least });
      if (CHECKED.has(route)) app.on(method, path, staff, check, (c) => handler(web, c));
      else app.on(method, path, staff, (c) => handler(web, c));
    }
  }
  for (const path of Object.keys(HANDLERS).map((route) => route.split(' ')[1]!))
    if (!Object.hasOwn(HANDLERS, `GET ${path}`)) app.all(served(path), (c) => leadToPage(web, c));
}
