import type { SettingKey } from '../../../editions/newsletters/settings.ts';

const NAMES: Partial<Record<SettingKey, Readonly<Record<string, string>>>> = {
  lateCopy: { staff: 'changes of staff only', auto: 'newer text of the outlets as well' },
  approval: { none: 'not needed', required: 'a person approves', second: 'a person who changed nothing approves' },
  unattended: {
    send: 'send the edition',
    own: 'send only our own stories',
    skip: 'cancel the edition',
    hold: 'wait for a person',
    auto: 'wait where approval is required, otherwise send',
  },
  disposable: { off: 'accepted', warn: 'accepted after a warning', refuse: 'refused' },
};

/** A choice of a setting with its meaning. It begins with the word that the help and the command line use. */
export function nameChoice(key: SettingKey, choice: string): string {
  const name = NAMES[key]?.[choice];
  return name === undefined ? choice : `${choice}: ${name}`;
}
