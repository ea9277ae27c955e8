/** The one stylesheet of the sample newsroom: no web fonts, light and dark. */
export const SAMPLE_STYLE = `:root { color-scheme: light dark; --ink: #1b2430; --quiet: #5b6675; --paper: #fbfaf7; --line: #d9d5cc; --accent: #1f3a5f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --quiet: #a2abb8; --paper: #14181e; --line: #323a45; --accent: #9dbbe0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 18px/1.6 Georgia, 'Times New Roman', serif; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.15em; }
a:hover { text-decoration-color: currentcolor; }
.masthead, main, footer { max-width: 44rem; margin: 0 auto; padding: 0 1.25rem; }
.masthead { padding-top: 2rem; border-bottom: 3px double var(--line); text-align: center; }
.masthead a { color: var(--accent); font-size: 2.1rem; font-weight: bold; letter-spacing: -0.01em; text-decoration: none; }
.masthead p { margin: 0 0 1rem; color: var(--quiet); font-style: italic; }
.northwatch { --accent: #1d5f6e; }
.courier { --accent: #8a3b22; }
.harbour-post { --accent: #3d4a2a; }
.upland-dispatch { --accent: #5a3a66; }
@media (prefers-color-scheme: dark) {
  .northwatch { --accent: #7fc4d3; } .courier { --accent: #e0a48e; } .harbour-post { --accent: #bccb9d; } .upland-dispatch { --accent: #cdb0d9; }
}
h1 { margin: 2rem 0 0.75rem; font-size: clamp(1.8rem, 5vw, 2.6rem); line-height: 1.15; letter-spacing: -0.015em; text-wrap: balance; }
h2 { margin: 0.75rem 0 0.25rem; font-size: 1.4rem; line-height: 1.25; }
.standfirst { margin: 0 0 1rem; color: var(--quiet); font-size: 1.15rem; line-height: 1.5; }
.byline, figcaption, footer { color: var(--quiet); font: 0.85rem/1.5 system-ui, sans-serif; }
figure { margin: 1.5rem 0; }
img { display: block; width: 100%; height: auto; background: var(--line); }
figcaption { padding-top: 0.5rem; }
.credit { white-space: nowrap; opacity: 0.8; }
.teasers { margin: 0; padding: 0; list-style: none; }
.teasers li { padding: 1.75rem 0 1rem; border-bottom: 1px solid var(--line); }
.teasers h2 a { text-decoration: none; }
.teasers p { margin: 0.35rem 0; }
footer { padding-top: 1rem; padding-bottom: 3rem; margin-top: 3rem; border-top: 1px solid var(--line); }
footer p { margin: 0.25rem 0; }
`;
