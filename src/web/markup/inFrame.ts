/** A mail's HTML as a frame of ours shows it: links open in a tab of their own. */
export function inFrame(markup: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(markup) ? markup.replace(/<head[^>]*>/i, (head) => `${head}${base}`) : `${base}${markup}`;
}
