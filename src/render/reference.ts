import { buildHtml } from './mjml.ts';

const REFERENCE = `
  <mjml lang="en"><mj-head><mj-title>x</mj-title><mj-preview>x</mj-preview><mj-style>.a { color: red }</mj-style></mj-head>
  <mj-body><mj-wrapper><mj-section><mj-column>
    <mj-image src="https://paper.example/a.jpg" alt="x" href="https://paper.example" />
    <mj-text><h1>x</h1><p>x <a href="https://paper.example">y</a></p></mj-text>
    <mj-button href="https://paper.example">x</mj-button>
  </mj-column></mj-section></mj-wrapper></mj-body></mjml>`;

/** MJML's default output with the required parts of a mail. Anything beyond it in a digest is our own addition. */
export function buildReference(): Promise<string> {
  return buildHtml(REFERENCE, 'reference.mjml');
}
