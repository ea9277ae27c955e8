import type { MiddlewareHandler } from 'hono';
import type { Site } from './site.ts';
import type { WebContext, WebEnv } from './web.ts';

/** Who may do what with a page; every page has exactly one of these. */
const POLICIES = {
  // Nothing but our own style sheet, our own forms, nobody's frame.
  page: ["style-src 'self'", "img-src 'self'", "form-action 'self'", "frame-ancestors 'none'"],
  // As page, with one script of ours, which offers the browser's time zone.
  scripted: ["script-src 'self'", "style-src 'self'", "img-src 'self'", "form-action 'self'", "frame-ancestors 'none'"],
  // The sign-up block stands in other sites' pages.
  embed: ["script-src 'self'", "style-src 'self'", "form-action 'self'", 'frame-ancestors *'],
  // An edition shows pictures of ours alone: no outlet learns who reads.
  edition: ["style-src 'self'", "img-src 'self'", "form-action 'none'", "frame-ancestors 'none'"],
  desk: ["style-src 'self'", "img-src 'self'", "form-action 'self'", "frame-src 'self'", "frame-ancestors 'none'"],
  // Where figures move: one script of ours, and the stream it reads.
  live: [
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
  ],
  // A mail in a frame of ours: its own styles and pictures, no script, no form, no origin.
  mail: [
    "style-src 'unsafe-inline'",
    'img-src https: http: data:',
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ],
} as const;

export type Policy = keyof typeof POLICIES;

/** Replaces the page policy that every answer gets; `style` allows one more source of styles, such as a hash. */
export function setPolicy(c: WebContext, policy: Policy, style?: string): void {
  const own = "base-uri 'none'";
  const directives = POLICIES[policy].map((directive) =>
    style && directive.startsWith('style-src') ? `${directive} ${style}` : directive,
  );
  // A mail's links open in a tab of their own, by a <base target> that the frame adds.
  c.header('Content-Security-Policy', ["default-src 'none'", own, ...directives].join('; '));
}

// A year, as browsers' preload lists ask; sub-domains are the paper's own to decide.
const HSTS = 'max-age=31536000';

/** The headers that every answer carries, errors included; handlers may loosen caching and the policy. */
export function safeHeaders({ isHttps }: Site): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    setPolicy(c, 'page');
    // Token links must not leave by Referer.
    c.header('Referrer-Policy', 'no-referrer');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    c.header('Cache-Control', 'no-store');
    if (isHttps) c.header('Strict-Transport-Security', HSTS);
    await next();
  };
}
