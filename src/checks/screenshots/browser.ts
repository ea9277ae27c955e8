import { access, constants } from 'node:fs/promises';
import type { Browser, LaunchOptions } from 'playwright-core';
import { codeOf, messageOf, ReveilleError } from '../../domain/errors.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const missing = (what: string, cause?: unknown): ReveilleError =>
  new ReveilleError('BROWSER_MISSING', `Screenshots need ${what}.`, { cause });

/** The path of a Chromium: the given one, otherwise one of the usual places. Throws BROWSER_MISSING. */
export async function findChromium(named: string | null, places: readonly string[] = PLACES): Promise<string> {
  if (named !== null) {
    if (await canRun(named)) return named;
    throw missing(`Chromium, and CHROMIUM_PATH (${named}) is not a program`);
  }
  for (const place of places) if (await canRun(place)) return place;
  throw missing('Chromium (or Chrome), which was not found in its usual places: set CHROMIUM_PATH');
}

/**
 * Starts a Chromium, which the caller closes. It needs playwright-core, a development dependency, which can block all
 * requests. Throws BROWSER_MISSING if either is missing.
 */
export async function openChromium(executablePath: string, options: Pick<LaunchOptions, 'env'> = {}): Promise<Browser> {
  try {
    const { chromium } = await import('playwright-core');
    // Chromium's sandbox does not work for root, which containers often use. No script of a mail runs here.
    const chromiumSandbox = process.getuid?.() !== 0;
    return await chromium.launch({ executablePath, args: ARGUMENTS, chromiumSandbox, ...options });
  } catch (error) {
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND')
      throw missing('the package playwright-core, which "npm ci" installs unless --omit=dev is set', error);
    throw missing(`a Chromium that can start (${messageOf(error)})`, error);
  }
}
