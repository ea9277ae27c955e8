import { RETENTION, type RetentionName } from './retention.ts';

const isRule = (name: string): name is RetentionName => Object.hasOwn(RETENTION, name);

type Detail = Readonly<Record<string, unknown>>;
/** A sentence without its subject. `{edition}`, `{newsletter}`, and the names of details stand for their values. */
type Sentence = string | ((detail: Detail) => string);

/** Every action that the audit log records, and what its actor did, as a sentence. An action without one does not compile. */
export const AUDIT_SENTENCES = {
  // editions
  compose: 'asked for the edition of {date} of {newsletter}',
  special: 'composed {edition}, a special edition of {newsletter}',
  add: 'added the story “{headline}” to {edition}',
  order: 'moved story {from} of {edition} to place {to}',
  pick: ({ isExcluded, position }) =>
    isExcluded === true
      ? 'left a story out of {edition}'
      : position === null
        ? 'kept a story in {edition}'
        : 'put a story at place {position} of {edition}',
  unpick: 'took back a decision about a story of {edition}',
  replace: 'changed which stories {edition} has',
  'own stories only': 'left only the paper’s own stories in {edition}',
  keep: 'kept the withdrawn story “{headline}” in {edition}',
  unkeep: 'no longer keeps the withdrawn story “{headline}” in {edition}',
  join: 'joined “{its}” with “{headline}” in {edition}',
  split: 'made “{headline}” a story of its own in {edition}',
  fix: ({ changed }) =>
    Array.isArray(changed) ? 'edited story {position} of {edition}: {changed}' : 'edited a story of {edition}',
  words: 'changed the words of {edition}: {changed}',
  undo: 'undid a change of {edition}: {said}',
  'kill picture': 'removed a picture everywhere',
  'test copy': 'sent a test copy of {edition}',
  approve: 'approved {edition}',
  'audience confirmed': 'confirmed the number of readers of {edition}: {readers}',
  unattended: 'found {edition} without approval at its send time, and followed the policy “{policy}”',
  send: ({ isRehearsal, broughtForward }) =>
    broughtForward === true
      ? 'sent {edition} at once to the readers who still waited for their hour'
      : isRehearsal === true
        ? 'started a rehearsal of {edition}'
        : 'started the send of {edition}',
  pause: 'paused {edition}: {why}',
  paused: ({ troubled }) =>
    troubled === undefined
      ? 'paused {edition}'
      : 'paused {edition}, because {troubled} of its first readers did not get it',
  resume: 'resumed {edition}',
  cancelled: 'cancelled {edition}',
  'called off': 'called off {edition}, because {date} has no edition',
  rate: ({ perSecond }) =>
    perSecond === null ? 'removed the rate limit of {edition}' : 'limited {edition} to {perSecond} messages a second',
  'canary released': 'went on with {edition} after its first readers',
  resend: 'sent {edition} again to {readers} readers',
  correct: 'prepared a correction of {edition} for {readers} readers',
  // newsletters
  'newsletter.add': 'added {newsletter}',
  'newsletter.set': 'changed settings of {newsletter}: {settings}',
  'schedule.day': 'set the schedule of {newsletter} on {date}: {at}',
  'schedule.usual': 'set the schedule of {newsletter} on {date} to the usual one',
  'test letter': 'sent a test letter of {newsletter}',
  'picture.add': 'uploaded a picture for {newsletter}: {credit}',
  // outlets
  'outlet.add': 'added the outlet {name}',
  'outlet.set': 'changed an outlet: {settings}',
  'outlet.pause': 'paused the outlet {name}',
  'outlet.resume': 'resumed the outlet {name}',
  'outlet.remove': 'removed the outlet {name}',
  'outlet.feed': 'chose the feed of the outlet {name}',
  'agency.set': 'recorded the rights of the agency {agency}',
  'agency.remove': 'removed the rights of the agency {agency}',
  // subscribers
  'subscriber.invite': 'asked somebody to confirm {newsletter}',
  'subscriber.add': 'added subscriber {subscriber} to {newsletter}',
  'subscriber.unsubscribe': 'unsubscribed subscriber {subscriber}',
  'subscriber.suppress': 'suppressed an address',
  'subscriber.lift': 'removed the suppression of an address',
  'subscriber.erase': 'erased a subscriber',
  'subscriber.data': 'took out all data about subscriber {subscriber}',
  'subscriber.set': 'changed the choices of subscriber {subscriber}',
  'subscriber.message': 'showed the message of {edition} to subscriber {subscriber}',
  'subscribers.upload': 'uploaded a list for {newsletter}',
  'subscribers.import': 'imported a list into {newsletter}',
  'subscribers.drop': 'discarded an uploaded list for {newsletter}',
  'subscribers.export': 'exported subscribers',
  // of versions before the table of retention
  'subscribers.retention': 'set the days for which whole network addresses are kept to {networkAddressDays}',
  // sending
  'dkim.make': 'made signing keys of {domain}',
  'dkim.rotate': 'replaced the signing keys of {domain}',
  'dkim.on': 'turned signing on for {domain}',
  'dkim.off': 'turned signing off for {domain}',
  limit: 'set the limits of the domain {domain}',
  // staff
  login: 'signed in',
  'login.wrong': 'refused a wrong password for {name}',
  'login.locked': 'refused to sign in {name} after too many attempts',
  logout: 'signed out',
  check: 'confirmed who they are by {by}',
  'session.end': 'ended {sessions} of their sessions',
  'staff.add': 'added {name} as {role}',
  'staff.invite': 'invited somebody as {role}',
  'staff.uninvite': 'took back an invitation as {role}',
  'staff.join': 'joined as {role}, invited by {invitedBy}',
  'staff.set': 'changed the role of {name} from {from} to {to}',
  'staff.reset': 'made a new password for {name}',
  'staff.unlock': 'unlocked {name}',
  'staff.remove': 'removed {name}, who was {role}',
  'staff.forgot': 'sent {name} a link for a new password',
  'staff.password': 'changed their password',
  'staff.email': ({ removed }) => (removed === true ? 'removed their address' : 'changed their address'),
  'passkey.add': 'added the passkey {passkey}',
  'passkey.rename': 'renamed a passkey to {passkey}',
  'passkey.remove': 'removed the passkey {passkey}',
  // the installation
  retention: (detail) =>
    `changed how long rows are kept: ${Object.entries(detail)
      .map(([rule, days]) => `${isRule(rule) ? RETENTION[rule].title : rule} ${String(days)} days`)
      .join(', ')}`,
  backup: 'made a backup',
  restore: 'restored the backup of {backupAt}',
  'resume all': 'released all sending after the backup of {backupAt} was restored',
} as const satisfies Readonly<Record<string, Sentence>>;

export type AuditAction = keyof typeof AUDIT_SENTENCES;

/** The sentence of an action with its slots; an action that this version does not know stays as it is. */
export function sentenceOf(action: string, detail: Detail): string {
  if (!Object.hasOwn(AUDIT_SENTENCES, action)) return action;
  const sentence: Sentence = AUDIT_SENTENCES[action as AuditAction];
  return typeof sentence === 'string' ? sentence : sentence(detail);
}
