import type { Edition } from '../../../editions/load.ts';
import type { SendProgress } from '../../../editions/progress.ts';

type Versioned = Pick<SendProgress, 'state' | 'flag' | 'isRehearsal' | 'revision' | 'nextRevision' | 'canaryReaders'>;

/** What an edition's page is made for: once this differs, its forms and words are out of date. */
export function versionOf({ state, flag, isRehearsal, revision, nextRevision, canaryReaders }: Versioned): string {
  return [
    state,
    flag ?? '',
    Number(isRehearsal),
    revision,
    nextRevision ?? '',
    canaryReaders === null ? '' : 'canary',
  ].join(' ');
}

/** versionOf an edition's row. */
export function editionVersion(edition: Edition): string {
  const { state, flag, revision, is_rehearsal: isRehearsal } = edition;
  return versionOf({
    state,
    flag,
    isRehearsal,
    revision,
    nextRevision: edition.next_revision,
    canaryReaders: edition.canary_left,
  });
}
