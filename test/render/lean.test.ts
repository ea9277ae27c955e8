import { expect, test } from 'vitest';
import { leanHtml } from '../../src/render/lean.ts';

const page = (body: string, dir = 'ltr') =>
  `<!doctype html>\n<html dir="${dir}">\n<head></head>\n<table>${body}</table>`;

test('what MJML writes for itself goes, and the rest says the same', () => {
  const body =
    '<tr>\n  <td\n  align="left" style="direction:ltr;font-size:0px;padding:0px 20px;"\n  >\n  <div  class="" style="">x</div>\n</td></tr>';
  expect(leanHtml(page(body))).toContain(
    '<table><tr><td align="left" style="font-size:0;padding:0 20px"><div>x</div></td></tr></table>',
  );
  expect(leanHtml(page(body, 'rtl'))).toContain('direction:ltr;font-size:0;');
});

test('texts and addresses stay as they are, whatever they contain', () => {
  const texts = [
    '<td><p>margin:0px; ;direction:ltr; a  b</p></td>',
    '<td><img alt="A &lt;b&gt; &amp; &lt;" src="https://p.example/a;b?x=0px;" style="width:10px"></td>',
    '<td><a href="https://p.example/?q=1;" aria-label="direction:ltr; 0px;">x</a></td>',
  ];
  for (const text of texts) expect(leanHtml(page(`<tr>${text}</tr>`))).toContain(text);
});
