import type { Newsletters } from '../../../platform/db/tables/newsletters.ts';
import type { Takes } from './takes.ts';

/** One setting of a newsletter. Its key is its name in JSON, in forms and, with hyphens, on the command line. */
export type Setting = Readonly<{
  column: keyof Newsletters;
  label: string;
  /** What it does: a sentence without its capital letter and full stop. */
  help: string;
  takes: Takes;
  unit?: string;
  /** As it is typed. Null: it has no default, so a new newsletter needs a value. */
  initial: string | null;
  /** A value to show, as it is typed. */
  example: string;
}>;

export type SettingGroup = Readonly<Record<string, Setting>>;
