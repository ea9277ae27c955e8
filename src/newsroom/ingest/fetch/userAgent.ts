import { isLoopback } from '../../../platform/config.ts';

/** The name of our robot in robots.txt files. */
export const ROBOTS_NAME = 'Reveille';

/** Names the program and its operator, so that an outlet can contact them: "Reveille/0.1 (+https://…; Gazette Ltd)". */
export function userAgentOf({ publicUrl, operator }: { publicUrl?: string; operator?: string | null }): string {
  const name = (operator ?? '')
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/gu, '')
    .replace(/[()\\]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 80);
  const url = publicUrl && !isLoopback(publicUrl) ? `+${publicUrl}` : '';
  const about = [url, name, 'newsletter feed reader'].filter((part) => part !== '').join('; ');
  return `${ROBOTS_NAME}/0.1 (${about})`;
}
