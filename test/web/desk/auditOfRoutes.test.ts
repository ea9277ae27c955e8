import { expect, test } from 'vitest';
import { COMMAND_MODULES } from '../../../src/cli/commands.ts';
import { AUDIT_SENTENCES, type AuditAction } from '../../../src/domain/auditActions.ts';
import { DESK_ACCESS, type DeskRoute } from '../../../src/web/desk/access.ts';

type Form = Extract<DeskRoute, `POST ${string}`>;
/** What a form or a command writes into the audit log; or why it writes nothing. */
type Written = readonly AuditAction[] | 'finds or shows' | 'first half of a passkey' | 'checks, and keeps the result';

/** Every form of the desk. A new one does not compile without its entry. */
const FORMS: Readonly<Record<Form, Written>> = {
  'POST /desk/login': ['login', 'login.wrong', 'login.locked'],
  'POST /desk/login/options': 'first half of a passkey',
  'POST /desk/login/passkey': ['login'],
  'POST /desk/forgotten': ['staff.forgot'],
  'POST /desk/reset/:token': ['staff.password'],
  'POST /desk/invitation/:token': ['staff.join'],
  'POST /desk/logout': ['logout'],
  'POST /desk/account': ['staff.password', 'session.end'],
  'POST /desk/account/email': ['staff.email'],
  'POST /desk/account/passkeys': ['passkey.add'],
  'POST /desk/account/passkeys/options': 'first half of a passkey',
  'POST /desk/account/passkeys/:id': ['passkey.rename', 'passkey.remove'],
  'POST /desk/check/options': 'first half of a passkey',
  'POST /desk/staff': [
    'staff.add',
    'staff.invite',
    'staff.uninvite',
    'staff.set',
    'staff.reset',
    'staff.unlock',
    'staff.remove',
  ],
  'POST /desk/outlets': ['outlet.add'],
  'POST /desk/outlets/:id': ['outlet.set', 'outlet.pause', 'outlet.resume', 'outlet.remove', 'outlet.feed'],
  'POST /desk/agencies': ['agency.set', 'agency.remove'],
  'POST /desk/sending/check': 'checks, and keeps the result',
  'POST /desk/sending/letter': ['test letter'],
  'POST /desk/sending/signing': ['dkim.make', 'dkim.rotate', 'dkim.on', 'dkim.off'],
  'POST /desk/doctor': 'checks, and keeps the result',
  'POST /desk/retention': ['retention'],
  'POST /desk/subscribers': ['subscriber.unsubscribe', 'subscriber.suppress', 'subscriber.lift', 'subscriber.erase'],
  'POST /desk/subscribers/add': ['subscriber.invite', 'subscriber.add'],
  'POST /desk/subscribers/export': ['subscribers.export'],
  'POST /desk/subscribers/import': ['subscribers.upload'],
  'POST /desk/subscribers/imports/:id': ['subscribers.import', 'subscribers.drop'],
  'POST /desk/subscribers/:id/data': ['subscriber.data'],
  'POST /desk/suppressions': 'finds or shows',
  'POST /desk/suppressions/add': ['subscriber.suppress'],
  'POST /desk/newsletters/new': ['newsletter.add'],
  'POST /desk/newsletters/:slug/schedule': ['schedule.day', 'schedule.usual', 'called off'],
  'POST /desk/newsletters/:slug/compose': ['compose'],
  'POST /desk/newsletters/:slug/settings': ['newsletter.set'],
  'POST /desk/newsletters/:slug/slot-picture': ['picture.add', 'newsletter.set'],
  'POST /desk/newsletters/:slug/slot-picture/kill': ['kill picture'],
  'POST /desk/newsletters/:slug/sign-up': ['newsletter.set'],
  'POST /desk/newsletters/:slug/special': ['special'],
  'POST /desk/editions/:id/reader': 'finds or shows',
  'POST /desk/editions/:id/words': ['words'],
  'POST /desk/editions/:id/test': ['test copy'],
  'POST /desk/editions/:id/picks': ['pick', 'unpick'],
  'POST /desk/editions/:id/add': ['add'],
  'POST /desk/editions/:id/join': ['join'],
  'POST /desk/editions/:id/split': ['split'],
  'POST /desk/editions/:id/picture': ['fix'],
  'POST /desk/editions/:id/picture-previews': 'finds or shows',
  'POST /desk/editions/:id/upload': ['picture.add', 'fix'],
  'POST /desk/editions/:id/keep': ['keep'],
  'POST /desk/editions/:id/let-go': ['unkeep'],
  'POST /desk/editions/:id/apply': ['fix', 'replace'],
  'POST /desk/editions/:id/order': ['order'],
  'POST /desk/editions/:id/undo': ['undo'],
  'POST /desk/editions/:id/stories/:position/fix': ['fix'],
  'POST /desk/editions/:id/stories/:position/kill-picture': ['kill picture'],
  'POST /desk/editions/:id/stories/:position/drop': ['replace'],
  'POST /desk/editions/:id/standbys/:position/promote': ['replace'],
  'POST /desk/editions/:id/pause': ['paused'],
  'POST /desk/editions/:id/approve': ['approve'],
  'POST /desk/editions/:id/audience': ['audience confirmed'],
  'POST /desk/editions/:id/send': ['send'],
  'POST /desk/editions/:id/resume': ['resume'],
  'POST /desk/editions/:id/cancel': ['cancelled'],
  'POST /desk/editions/:id/rate': ['rate'],
  'POST /desk/editions/:id/correct': ['correct', 'send'],
  'POST /desk/editions/:id/resend': ['resend'],
};

/** Every command; those that only read write nothing. */
const COMMANDS: Readonly<Record<string, readonly AuditAction[]>> = {
  serve: ['newsletter.add', 'staff.add'],
  demo: ['newsletter.add'],
  newsletters: ['newsletter.add', 'newsletter.set', 'schedule.day', 'schedule.usual', 'called off'],
  outlets: ['outlet.add', 'outlet.set', 'outlet.pause', 'outlet.resume', 'outlet.remove', 'outlet.feed'],
  ingest: [],
  agencies: ['agency.set', 'agency.remove'],
  read: [],
  cluster: [],
  classify: [],
  compose: ['compose', 'special'],
  pin: ['pick'],
  exclude: ['pick'],
  unpin: ['unpick'],
  drop: ['replace'],
  promote: ['replace'],
  preview: [],
  resume: ['resume', 'resume all'],
  pause: ['paused'],
  cancel: ['cancelled'],
  status: [],
  edition: ['words'],
  approve: ['approve'],
  lint: [],
  preflight: [],
  doctor: [],
  // Puts right what the mail and the web read; no person decides anything.
  recount: [],
  retention: ['retention'],
  backup: ['backup'],
  restore: ['restore'],
  send: ['send', 'test copy', 'audience confirmed'],
  fix: ['fix'],
  rate: ['rate'],
  correct: ['correct', 'send'],
  resend: ['resend'],
  subscribers: [
    'subscribers.import',
    'subscribers.export',
    'subscriber.data',
    'subscriber.set',
    'subscriber.lift',
    'subscriber.erase',
    'retention',
  ],
  staff: ['staff.add', 'staff.invite', 'staff.set', 'staff.reset', 'staff.unlock', 'staff.remove'],
  // What readers sent; the report of each mail is kept as feedback.
  receive: [],
  dkim: ['dkim.make', 'dkim.rotate', 'dkim.on', 'dkim.off'],
  limits: ['limit'],
  'show-message': ['subscriber.message'],
  pictures: ['picture.add', 'kill picture'],
};

/** What the schedule and the mailers write by themselves, signing in with a passkey to go on, and former versions. */
const OTHERS: readonly AuditAction[] = [
  'pause',
  'unattended',
  'canary released',
  'own stories only',
  'check',
  'subscribers.retention',
];

test('every form of the desk is on record, or changes nothing', () => {
  expect(Object.keys(FORMS).toSorted()).toEqual(
    Object.keys(DESK_ACCESS)
      .filter((route) => route.startsWith('POST '))
      .toSorted(),
  );
  // A form that writes nothing has a reason; a list without an action is none.
  expect(Object.values(FORMS).every((written) => written.length > 0)).toBe(true);
});

test('every command is on record, or changes nothing', () => {
  expect(Object.keys(COMMANDS)).toEqual(COMMAND_MODULES.flatMap(({ names }) => names));
});

test('every sentence of the audit belongs to a form, a command or a process', () => {
  const forms = Object.values(FORMS).filter((written) => typeof written !== 'string');
  const known = new Set([...forms.flat(), ...Object.values(COMMANDS).flat(), ...OTHERS]);
  expect(Object.keys(AUDIT_SENTENCES).filter((action) => !known.has(action as AuditAction))).toEqual([]);
});
