import type { Page } from 'playwright-core';
import { messageOf } from '../../domain/errors.ts';

/** Chromium sometimes answers this on a busy machine. The same page can be captured a moment later. */
const CANNOT_CAPTURE = /unable to capture screenshot/i;
const TRIES = 4;

/**
 * The open page at full length, as a PNG. Chromium's "Unable to capture screenshot" is tried again, 4 times in all; every
 * other error is thrown at once.
 */
export async function capture(page: Pick<Page, 'screenshot' | 'waitForTimeout'>): Promise<Buffer> {
  for (let tried = 1; ; tried++)
    try {
      return await page.screenshot({ fullPage: true });
    } catch (error) {
      if (tried === TRIES || !CANNOT_CAPTURE.test(messageOf(error))) throw error;
      await page.waitForTimeout(tried * 250);
    }
}
