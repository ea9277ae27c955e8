/** Tells throw-away mailboxes by their domain, or a domain above it. */
export type DisposableCheck = (email: string) => Promise<boolean>;

/**
 * Opens the check. The list (the community's, as the package disposable-email-domains-js carries it; some 170 KB) is
 * read when the first address is asked for, so that newsletters that take every address pay nothing.
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
