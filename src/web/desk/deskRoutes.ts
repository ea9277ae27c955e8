import { changeAccount, showAccount } from './account.ts';
import { DESK_ACCESS, type DeskRoute } from './access.ts';
import { showAudit } from './audit.ts';
import { showDashboard } from './dashboard.ts';
import { cancel, changeRate, composeNow, control, sendTestCopy } from './edition/actions.ts';
import { addByAddress, showAddStory } from './edition/addStory.ts';
import { approve } from './edition/approve.ts';
import { drop, pick, promote } from './edition/choosing.ts';
import { join, showEvents, split } from './edition/events.ts';
import { apply, fix } from './edition/fix.ts';
import { killStoryPicture } from './edition/killPicture.ts';
import { streamProgress } from './edition/progress.ts';
import { approveAudience, correct, send } from './edition/send.ts';
import { showDeskEdition, showDigest } from './edition/showEdition.ts';
import { resend, showUnsettled } from './edition/unsettled.ts';
import { chooseStoryPicture, fetchPreviews, showPictures, upload } from './edition/storyPicture.ts';
import { keep, letStoryGo } from './edition/withdrawn.ts';
import { changeWords } from './edition/words.ts';
import { roleAtLeast, staffOnly } from './guard.ts';
import { login, logout, showLogin } from './login.ts';
import { composeSpecialNow, showRanking } from './newsletter/ranking.ts';
import { changeSettings, showSettings } from './newsletter/settings.ts';
import { changeSignUpSettings, showSignUpSettings } from './newsletter/signUpSettings.ts';
import { showOutlets } from './outlets.ts';
import { changeStaff, showStaff } from './staffAccounts.ts';
import { lookUpSubscriber, showSubscribers } from './subscribers.ts';
import type { App, Web, WebHandler } from '../web.ts';

/** The handler of each route in DESK_ACCESS: a route without a role does not compile. */
const HANDLERS: Readonly<Record<DeskRoute, WebHandler>> = {
  'GET /desk/login': showLogin,
  'POST /desk/login': login,
  'POST /desk/logout': logout,
  'GET /desk': showDashboard,
  'GET /desk/account': showAccount,
  'POST /desk/account': changeAccount,
  'GET /desk/audit': showAudit,
  'GET /desk/staff': showStaff,
  'POST /desk/staff': changeStaff,
  'GET /desk/outlets': showOutlets,
  'GET /desk/subscribers': showSubscribers,
  'POST /desk/subscribers': lookUpSubscriber,
  'POST /desk/newsletters/:slug/compose': composeNow,
  'GET /desk/newsletters/:slug/settings': showSettings,
  'POST /desk/newsletters/:slug/settings': changeSettings,
  'GET /desk/newsletters/:slug/sign-up': showSignUpSettings,
  'POST /desk/newsletters/:slug/sign-up': changeSignUpSettings,
  'GET /desk/newsletters/:slug/stories': showRanking,
  'POST /desk/newsletters/:slug/special': composeSpecialNow,
  'GET /desk/editions/:id': showDeskEdition,
  'GET /desk/editions/:id/digest': showDigest,
  'GET /desk/editions/:id/progress': streamProgress,
  'GET /desk/editions/:id/unsettled': showUnsettled,
  'POST /desk/editions/:id/words': changeWords,
  'POST /desk/editions/:id/test': sendTestCopy,
  'POST /desk/editions/:id/picks': pick,
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
  'POST /desk/editions/:id/stories/:position/fix': fix,
  'POST /desk/editions/:id/stories/:position/kill-picture': killStoryPicture,
  'POST /desk/editions/:id/stories/:position/drop': drop,
  'POST /desk/editions/:id/standbys/:position/promote': promote,
  'POST /desk/editions/:id/pause': control('pause'),
  'POST /desk/editions/:id/approve': approve,
  'POST /desk/editions/:id/audience': approveAudience,
  'POST /desk/editions/:id/send': send,
  'POST /desk/editions/:id/resume': control('resume'),
  'POST /desk/editions/:id/cancel': cancel,
  'POST /desk/editions/:id/rate': changeRate,
  'POST /desk/editions/:id/correct': correct,
  'POST /desk/editions/:id/resend': resend,
};

/** Adds the desk's routes, each for the roles that DESK_ACCESS allows. */
export function addDeskRoutes(app: App, web: Web): void {
  const staff = staffOnly(web);
  for (const [route, handler] of Object.entries(HANDLERS) as [DeskRoute, WebHandler][]) {
    const [method, path] = route.split(' ') as [string, string];
    const least = DESK_ACCESS[route];
    if (least === null) app.on(method, path, (c) => handler(web, c));
    else app.on(method, path, staff, roleAtLeast(web, least), (c) => handler(web, c));
  }
}
