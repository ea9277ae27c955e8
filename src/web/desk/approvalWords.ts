import { unattendedPolicy, type Approval, type Unattended } from '../../domain/approval.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';

/** What the send time of an edition brings that nobody approved, by policy. */
export const BRINGS: Readonly<Record<Unattended, string>> = {
  send: 'the edition is sent as it stands',
  own: 'only the paper’s own stories are sent',
  skip: 'the edition is cancelled',
  hold: 'the edition waits until somebody approves or cancels it',
};

const APPROVALS: Readonly<Record<Approval, string>> = {
  none: 'No approval is needed.',
  required: 'Somebody must approve each edition.',
  second: 'Somebody who changed nothing in an edition must approve it.',
};

/** Who must approve an edition of a newsletter, and what its send time brings if nobody did. */
export function describeApproval(newsletter: Pick<Newsletter, 'approval' | 'unattended'>): string {
  const policy = unattendedPolicy(newsletter);
  if (newsletter.approval === 'none' && policy === 'send')
    return 'No approval is needed: at its send time the edition goes out by itself, as it stands.';
  return `${APPROVALS[newsletter.approval]} If nobody approved it by the send time, ${BRINGS[policy]}.`;
}
