import { expect, test } from 'vitest';
import { capture } from '../../../src/checks/screenshots/capture.ts';

/** A page whose first captures end with these errors. */
function failingPage(...errors: string[]) {
  const page = {
    captures: 0,
    screenshot: async () => {
      const error = errors[page.captures++];
      if (error !== undefined) throw new Error(error);
      return Buffer.from('png');
    },
    waitForTimeout: async () => undefined,
  };
  return page;
}

const BUSY = 'page.screenshot: Protocol error (Page.captureScreenshot): Unable to capture screenshot';

test('a page that Chromium cannot capture at first is captured again', async () => {
  const page = failingPage(BUSY, BUSY);
  expect((await capture(page)).toString()).toBe('png');
  expect(page.captures).toBe(3);
});

test('a page that Chromium never captures fails with its words', async () => {
  const page = failingPage(...Array.from({ length: 9 }, () => BUSY));
  await expect(capture(page)).rejects.toThrow('Unable to capture screenshot');
  expect(page.captures).toBe(4);
});

test('another error is not tried again', async () => {
  const page = failingPage('page.screenshot: Target page, context or browser has been closed');
  await expect(capture(page)).rejects.toThrow('has been closed');
  expect(page.captures).toBe(1);
});
