/** A mail's HTML for our frame: links open in a new tab. */
export function inFrame(markup: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(markup) ? markup.replace(/<head[^>]*>/i, (head) => `${head}${base}`) : `${base}${markup}`;
}
