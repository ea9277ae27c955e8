/**
 * Whether an edition needs a person's approval before its send hour. `second`: the approval of somebody who changed
 * nothing in it.
 */
export const APPROVALS = ['none', 'required', 'second'] as const;
export type Approval = (typeof APPROVALS)[number];

/**
 * What the send hour of an edition brings that nobody approved: it is sent; only the newsletter's own stories are sent;
 * it is cancelled; it waits for a person.
 */
export type Unattended = 'send' | 'own' | 'skip' | 'hold';

/** The policy that applies. Without one: `send`, and `hold` where approval is required. */
export function unattendedPolicy({
  approval,
  unattended,
}: {
  approval: Approval;
  unattended: Unattended | null;
}): Unattended {
  return unattended ?? (approval === 'none' ? 'send' : 'hold');
}
