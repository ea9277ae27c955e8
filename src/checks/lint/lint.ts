import { load } from 'cheerio';
import { isLoopback } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { DIGEST_FORMATS, type DigestFormat } from '../../domain/choices.ts';
import { loadEdition } from '../../editions/load.ts';
import { listVariants, variantKey, type Variant } from '../../editions/variants.ts';
import { isReveilleError, ReveilleError } from '../../domain/errors.ts';
import type { PoliteFetcher } from '../../newsroom/ingest/ingest.ts';
import type { Log } from '../../platform/log.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { loadPictureFaults } from '../../newsroom/pictures/loadPictures.ts';
import { previewEdition } from '../../render/render.ts';
import { tellClients, type ClientNote } from './clients.ts';
import { checkHeaders, checkIdentity, checkInboxLine, checkSize } from './envelope.ts';
import { sortFindings, type LintFinding } from './finding.ts';
import { checkLinks, listLinks } from './links.ts';
import { compareParts } from './parts.ts';
import { checkDescriptions, checkPictures, listFaults } from './pictures.ts';
import { checkSupport, type FindUnsupported } from './support.ts';

export type LintDeps = {
  db: Db;
  log: Log;
  now: () => Date;
  /** Without a slash at its end. */
  publicUrl: string;
  isRehearsal: boolean;
  /** Null: links are not checked. */
  fetcher: Pick<PoliteFetcher, 'fetch'> | null;
  /** Null: the support of mail programs is not checked. */
  support: FindUnsupported | null;
};

/**
 * The size of one message in each format and language, all findings, most severe first, and what each mail program does to
 * a full mail.
 */
export type LintReport = {
  sizes: { format: DigestFormat; language: string; bytes: number }[];
  findings: LintFinding[];
  clients: ClientNote[];
};

/** Every format in the newsletter's language, and the other variants that readers chose. */
async function variantsOf(db: Db, newsletter: Newsletter): Promise<Variant[]> {
  const own = DIGEST_FORMATS.map((format) => ({ format, language: newsletter.language }));
  const all = [...own, ...(await listVariants({ db }, newsletter))];
  return [...new Map(all.map((variant) => [variantKey(variant), variant])).values()];
}

type Rendered = Awaited<ReturnType<typeof previewEdition>>;

async function checkVariant(deps: LintDeps, digest: Rendered, isTrial: boolean): Promise<LintFinding[]> {
  const { format, language } = digest.variant;
  const place = `${format}, ${language}`;
  const $ = load(digest.html);
  return [
    ...checkSize(digest, place),
    ...checkPictures($, place, { isTrial }),
    ...compareParts($, digest.plain, place),
    ...(deps.support ? await checkSupport(deps.support, digest.html, place) : []),
  ];
}

/**
 * Checks an edition's mail as it would be sent now, in every format. Nothing is stored or sent. A rendering error is a
 * finding. Throws NOT_FOUND.
 */
export async function lintEdition(deps: LintDeps, editionId: number): Promise<LintReport> {
  const { db, publicUrl } = deps;
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { newsletter, stories } = loaded;
  const isTrial = isLoopback(publicUrl);
  const findings: LintFinding[] = [
    ...checkIdentity(newsletter),
    ...checkDescriptions(stories),
    ...listFaults(await loadPictureFaults(deps, editionId)),
  ];
  const sizes: LintReport['sizes'] = [];
  let clients: ClientNote[] = [];
  try {
    let own: Rendered | null = null;
    for (const variant of await variantsOf(db, newsletter)) {
      const digest = await previewEdition(deps, editionId, variant);
      own ??= digest;
      if (clients.length === 0 && variant.format === 'full') clients = tellClients(load(digest.html), digest.html);
      sizes.push({ ...digest.variant, bytes: digest.bytes });
      findings.push(...(await checkVariant(deps, digest, isTrial)));
    }
    if (own) {
      findings.push(...checkInboxLine(own), ...(await checkHeaders(own.eml, { isTrial })));
      const links = deps.fetcher ? listLinks(stories, load(own.html), publicUrl) : [];
      if (deps.fetcher) findings.push(...(await checkLinks(deps.fetcher, links, { isTrial })));
    }
  } catch (error) {
    if (!isReveilleError(error, 'RENDER_FAILED', 'HEADER_INJECTION', 'ADDRESS_INVALID')) throw error;
    findings.push({ code: 'render', severity: 'error', message: error.message, place: 'edition' });
  }
  return { sizes, findings: sortFindings(findings), clients };
}
