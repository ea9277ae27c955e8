import { PROCESSES } from '../../domain/actors.ts';
import { sentenceOf } from '../../domain/auditActions.ts';
import { SETTING_KEYS, SETTINGS } from '../../editions/newsletters/settings.ts';
import { html, type Html } from '../markup/html.ts';
import { href, type Site } from '../site.ts';

/** One entry of the audit log. `zone`: of its newsletter, null if it belongs to none. */
export type AuditLine = {
  id: number;
  at: Date;
  actor: string;
  action: string;
  detail: Record<string, unknown>;
  editionId: number | null;
  subject: string | null;
  date: string | null;
  newsletter: string | null;
  zone: string | null;
};

const MAX_VALUE = 300;

function writeValue(value: unknown): string {
  const isList = Array.isArray(value) && value.every((each) => typeof each !== 'object');
  const text = typeof value === 'string' ? value : isList ? value.join(', ') : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** The labels of the settings whose columns were changed, as on their page. */
function nameSettings(columns: unknown): string {
  const names = Array.isArray(columns) ? columns : [];
  const labels = names.map((column) => {
    const key = SETTING_KEYS.find((each) => SETTINGS[each].column === column);
    return key === undefined ? String(column) : SETTINGS[key].label;
  });
  return writeValue(labels);
}

/** What the entry is about: its edition with a link, or its newsletter. */
function slotValue(site: Site, { editionId, newsletter, action, detail }: AuditLine, name: string): Html | string {
  if (name === 'edition')
    return editionId === null
      ? 'an edition'
      : html`<a href="${href(site, `/desk/editions/${editionId}`)}">edition ${editionId}</a>`;
  if (name === 'newsletter') return newsletter ?? 'a newsletter';
  if (name === 'settings' && action === 'newsletter.set') return nameSettings(detail['settings']);
  return isEmpty(detail[name]) ? '…' : writeValue(detail[name]);
}

/** Details that the sentence itself decides by, or that name rows of the database only. */
const UNSAID: ReadonlySet<string> = new Set([
  'revision',
  'storyId',
  'outletId',
  'isExcluded',
  'isRehearsal',
  'broughtForward',
  'hash',
  'hashes',
]);

/** An entry as a sentence ("Ana approved edition 12"), and below it the details that the sentence leaves out. */
export function auditSentence(site: Site, line: AuditLine): Html {
  const pieces = sentenceOf(line.action, line.detail).split(/\{(\w+)\}/);
  const said = new Set(pieces.filter((_, at) => at % 2 === 1));
  // The sentence of the retention tells each of its details.
  const details = line.action === 'retention' ? [] : Object.entries(line.detail);
  const more = details
    .filter(([name, value]) => !said.has(name) && !UNSAID.has(name) && !isEmpty(value))
    .map(([name, value]) => `${name}: ${writeValue(value)}`);
  const about = [said.has('newsletter') ? null : line.newsletter, line.date].filter((each) => each !== null);
  const small = [
    line.editionId === null ? '' : [line.subject, ...about].filter(Boolean).join(', '),
    line.editionId === null ? about.join(', ') : '',
    ...more,
  ];
  return html`<b>${PROCESSES[line.actor] ?? line.actor}</b>
    ${pieces.map((piece, at) => (at % 2 === 1 ? slotValue(site, line, piece) : piece))}
    ${small.some(Boolean) ? html`<small>${small.filter(Boolean).join(' · ')}</small>` : ''}`;
}
