import { DESK_ACCESS, type DeskRoute } from './access.ts';

const ROUTES = (Object.keys(DESK_ACCESS) as DeskRoute[]).map((route) => ({
  route,
  pattern: new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`),
  // A name in a path is less exact than a word.
  names: route.split(':').length,
}));

/** The desk's route of a request, without query. Null if there is none. */
export function matchRoute(method: 'GET' | 'POST', path: string): DeskRoute | null {
  const matching = ROUTES.filter(({ pattern }) => pattern.test(`${method} ${path}`));
  return matching.toSorted((a, b) => a.names - b.names)[0]?.route ?? null;
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The page of a form that stands on a page which its path does not begin with. */
const PAGES: Partial<Record<DeskRoute, (path: string) => string>> = {
  'POST /desk/newsletters/:slug/special': (path) => path.replace(/special$/, 'stories'),
  'POST /desk/newsletters/:slug/slot-picture': (path) => path.replace(/slot-picture$/, 'settings'),
  // These pages say in their query which story they are about.
  'POST /desk/editions/:id/picture': parentOf,
  'POST /desk/editions/:id/upload': parentOf,
  'POST /desk/editions/:id/resend': (path) => path.replace(/resend$/, 'unsettled'),
};

/** The page with the form that posts to `path`: the nearest page above it. */
export function pageOf(path: string): string {
  const route = matchRoute('POST', path);
  const page = route === null ? undefined : PAGES[route];
  if (page) return page(path);
  const isOwnPage = route !== null && Object.hasOwn(DESK_ACCESS, route.replace('POST', 'GET'));
  let above = isOwnPage ? path : parentOf(path);
  while (above !== '' && matchRoute('GET', above) === null) above = parentOf(above);
  return above || '/desk';
}
