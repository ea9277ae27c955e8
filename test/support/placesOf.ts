import type { Page } from 'playwright-core';

/**
 * How the four letters of `word` stand at each place of a page where it is seen: for the second to the fourth, 1 if it stands
 * on the right of the one before; then how many pixels lower the fourth is than the first. "1,1,1,0" is one piece.
 */
export function placesOf(page: Page, word: string): Promise<number[][]> {
  return page.evaluate<number[][]>(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.parentElement.closest('style, [style*="display:none"]')) continue;
      for (let at = text.data.indexOf(${JSON.stringify(word)}); at >= 0; at = text.data.indexOf(${JSON.stringify(word)}, at + 1)) {
        const range = document.createRange();
        const boxOf = (from) => { range.setStart(text, at + from); range.setEnd(text, at + from + 1); return range.getBoundingClientRect(); };
        const [f, hyphen, one, six] = [0, 1, 2, 3].map(boxOf);
        found.push([Math.sign(hyphen.left - f.left), Math.sign(one.left - hyphen.left), Math.sign(six.left - one.left), Math.round(six.top - f.top)]);
      }
    }
    return found;
  })()`);
}
