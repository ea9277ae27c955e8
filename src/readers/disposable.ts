/** Detects disposable mailboxes by their domain, or a parent domain. */
export type DisposableCheck = (email: string) => Promise<boolean>;

/**
 * Opens the check. The community's list comes with the package disposable-email-domains-js (about 170 KB). It is loaded
 * at the first check, so that newsletters that accept every address do not pay for it.
 */
export function openDisposableCheck(): DisposableCheck {
  let listed: Promise<Set<string>> | null = null;
  return async (email) => {
    listed ??= import('disposable-email-domains-js').then((list) => list.default.disposableEmailBlocklistSet());
    const domains = await listed;
    const labels = email
      .slice(email.lastIndexOf('@') + 1)
      .toLowerCase()
      .split('.');
    return labels.some((_, from) => from < labels.length - 1 && domains.has(labels.slice(from).join('.')));
  };
}
