import type { Page } from 'playwright-core';

/** Notes every sound, every scan whose answer was shown large, and every one that was read while others were held. */
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
    const onEnter = ({ key, code }: KeyboardEvent) => {
      const field = document.getElementById('scan');
      const isRead = key === 'Enter' || code === 'Enter';
      const isNumber = field instanceof HTMLInputElement && field.value !== '';
      if (isRead && isNumber && document.querySelector('.s-waiting [data-tone=ask]')) note('behind', key);
    };
    document.addEventListener('keydown', onEnter, { capture: true });
    let before: string | undefined;
    new MutationObserver(() => {
      const fact = document.getElementById('answer')?.dataset.fact;
      if (fact && fact !== before) note('faces', fact);
      before = fact ?? before;
    }).observe(document, { childList: true, subtree: true });
  });
}

const noted = (page: Page, name: string) =>
  page.evaluate((what) => JSON.parse(sessionStorage.getItem(what) ?? '[]'), name);

/** The frequencies of all that sounded. */
export const sounded = (page: Page): Promise<number[]> => noted(page, 'sounded');

/** The scans whose answers were shown. */
export const faces = (page: Page): Promise<string[]> => noted(page, 'faces');

/** How many were read while others were held. */
export const readWhileHeld = async (page: Page): Promise<number> => (await noted(page, 'behind')).length;

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
