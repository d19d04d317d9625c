import type { Page } from 'playwright-core';

/** Notes every sound, and every scan whose answer was shown large. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const note = (name: string, value: unknown) => {
      const before = JSON.parse(sessionStorage.getItem(name) ?? '[]');
      sessionStorage.setItem(name, JSON.stringify([...before, value]));
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      note('sounded', this.frequency.value);
      start.call(this, when);
    };
    let before: string | undefined;
    new MutationObserver(() => {
      const fact = document.getElementById('answer')?.dataset.fact;
      if (fact && fact !== before) note('faces', fact);
      before = fact ?? before;
    }).observe(document, { childList: true, subtree: true });
  });
}

/** The frequencies of all that sounded. */
export const sounded = (page: Page): Promise<number[]> =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem('sounded') ?? '[]'));

/** A page asks for attention: it holds what was read. */
export const attention = [880, 880];

/** What a screen reader was told last. */
export const readOut = (page: Page) => page.locator('p.visually-hidden[role=status]').textContent();

/** For the pages opened next no time passes between an answer and the next scan, but what is told with `pass`. */
export async function stopTheClock(page: Page): Promise<void> {
  await page.addInitScript(() => {
    performance.now = () => Number(document.documentElement.dataset.passed ?? '0');
  });
}

export async function pass(page: Page, ms: number): Promise<void> {
  await page.evaluate((passed) => {
    const { dataset } = document.documentElement;
    dataset.passed = String(Number(dataset.passed ?? '0') + passed);
  }, ms);
}
