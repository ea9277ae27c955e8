import type { MiddlewareHandler } from 'hono';
import { isDeskPath } from './desk/deskPath.ts';
import type { Site } from './site.ts';
import type { WebContext, WebEnv } from './web.ts';

/** Content security policies. Every page has exactly one of them. */
const POLICIES = {
  // Only our own style sheet and forms, and no frame of other sites.
  page: ["style-src 'self'", "img-src 'self'", "form-action 'self'", "frame-ancestors 'none'"],
  // Like page, with one script of ours, which offers the browser's time zone.
  scripted: ["script-src 'self'", "style-src 'self'", "img-src 'self'", "form-action 'self'", "frame-ancestors 'none'"],
  // The sign-up block is framed by other sites.
  embed: ["script-src 'self'", "style-src 'self'", "form-action 'self'", 'frame-ancestors *'],
  // An edition shows only our copies of pictures, so that no outlet learns who reads it.
  edition: ["style-src 'self'", "img-src 'self'", "form-action 'none'", "frame-ancestors 'none'"],
  desk: ["style-src 'self'", "img-src 'self'", "form-action 'self'", "frame-src 'self'", "frame-ancestors 'none'"],
  // Pages with live figures: one script of ours, and the stream that it reads.
  live: [
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
  ],
  // A mail in our frame: its own styles and pictures, but no script, no form and no origin.
  mail: [
    "style-src 'unsafe-inline'",
    'img-src https: http: data:',
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ],
} as const;

type Policy = keyof typeof POLICIES;

/** Replaces the default policy `page`. `style` allows one more source of styles, for example a hash. */
export function setPolicy(c: WebContext, policy: Policy, style?: string): void {
  const own = "base-uri 'none'";
  const directives = POLICIES[policy].map((directive) =>
    style && directive.startsWith('style-src') ? `${directive} ${style}` : directive,
  );
  // The frame adds a <base target>, so that a mail's links open in a new tab.
  c.header('Content-Security-Policy', ["default-src 'none'", own, ...directives].join('; '));
}

// One year, as browsers' preload lists require. The paper decides about its sub-domains.
const HSTS = 'max-age=31536000';

/** Sets the headers of every answer, also of errors. Handlers may relax caching and the policy. */
export function safeHeaders({ isHttps }: Site): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    setPolicy(c, 'page');
    // Token links must not leak through the Referer header. The desk's forms need an Origin, which browsers send as “null” then.
    c.header('Referrer-Policy', isDeskPath(c.req.path) ? 'same-origin' : 'no-referrer');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    c.header('Cache-Control', 'no-store');
    if (isHttps) c.header('Strict-Transport-Security', HSTS);
    await next();
  };
}
