/** What a member of staff may be, the most powerful first. */
export const ROLES = ['owner', 'sender', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
