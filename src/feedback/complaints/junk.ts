import { findAddresses } from '../addresses.ts';
import { valuesOf } from '../mail/headers.ts';
import type { ReturnNotice } from '../notice.ts';
import type { Complaint } from './arf.ts';

/** Outlook.com's junk mail reports (JMRP): the message itself is attached, and a header of it names the reader. */
export function readJunkReport({ subject, originals }: ReturnNotice): Complaint | null {
  if (!/^complaint about message from /i.test(subject)) return null;
  const names = ['x-hmxmroriginalrecipient', 'x-original-to', 'delivered-to', 'to'];
  for (const name of names) {
    const addresses = originals.flatMap(({ fields }) => valuesOf(fields, name)).flatMap(findAddresses);
    if (addresses.length > 0) return { addresses: addresses.slice(0, 1), action: 'complaint', type: 'abuse' };
  }
  return { addresses: [], action: 'complaint', type: 'abuse' };
}
