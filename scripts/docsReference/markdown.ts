/** Text outside code: angle brackets would be HTML there. */
export function plain(text: string): string {
  return text.replaceAll('<', '\\<');
}

/** A cell of a table: one line, and no bar that ends it. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

/** A Markdown table. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |\n`;
  return `${line(headings)}${line(headings.map(() => '---'))}${rows.map(line).join('')}`;
}
