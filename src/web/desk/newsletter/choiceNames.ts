import type { SettingKey } from '../../../editions/newsletters/settings.ts';

const WEEKDAYS: Readonly<Record<string, string>> = {
  1: 'Monday',
  2: 'Tuesday',
  3: 'Wednesday',
  4: 'Thursday',
  5: 'Friday',
  6: 'Saturday',
  7: 'Sunday',
  off: 'no weekly edition',
};

const NAMES: Partial<Record<SettingKey, Readonly<Record<string, string>>>> = {
  lateCopy: { staff: 'changes of staff only', auto: 'newer text of the outlets as well' },
  approval: { none: 'not needed', required: 'a person approves', second: 'a person who did not edit it approves' },
  unattended: {
    send: 'send the edition',
    own: 'send only our own stories',
    skip: 'cancel the edition',
    hold: 'wait for a person',
    auto: 'wait where approval is required, otherwise send',
  },
  disposable: { off: 'accepted', warn: 'accepted after a warning', refuse: 'refused' },
};

/** A choice of a setting with its meaning. Except for weekdays, it begins with the word that the help and the command line use. */
export function nameChoice(key: SettingKey, choice: string): string {
  if (key === 'weeklyOn') return WEEKDAYS[choice] ?? choice;
  const name = NAMES[key]?.[choice];
  return name === undefined ? choice : `${choice}: ${name}`;
}
