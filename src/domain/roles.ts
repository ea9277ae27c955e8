/** What a member of staff may be, the most powerful first. Each may do what all later ones may. */
export const ROLES = ['owner', 'sender', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** True if `role` may do what needs at least `least`. */
export const isAtLeast = (role: Role, least: Role): boolean => ROLES.indexOf(role) <= ROLES.indexOf(least);
