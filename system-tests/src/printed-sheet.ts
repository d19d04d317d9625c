import type { Locator, Page } from 'playwright-core';
import { readNw7 } from './read-barcode.ts';
import { desktop, type Reader } from './reader.ts';

/** What is printed of a page, as the printer gets it. */
export interface Printed {
  /** Of each sheet, in millimetres. */
  sizes: { width: number; height: number }[];
  /** What stands on the sheets. */
  text: string;
}

const POINT_MM = 25.4 / 72;

/** Opens what a link prints, to look at it; opened by the link it is printed at once, and goes back by itself. */
export async function openSheet(reader: Reader, name: string): Promise<void> {
  const href = await reader.page.getByRole('link', { name }).getAttribute('href');
  await reader.goTo(href?.split('?print=1')[0] ?? '');
}

/** Prints the page in front of somebody: the sheets as large as the page itself says. */
export async function print(page: Page): Promise<Printed> {
  await page.emulateMedia({ media: 'print' });
  const [pdf, texts] = await Promise.all([
    page.pdf({ preferCSSPageSize: true, printBackground: true }),
    // What is hidden from print is not in it.
    page.locator('body').allInnerTexts(),
  ]);
  await page.emulateMedia({ media: 'screen' });
  const boxes = pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g);
  const sizes = [...boxes].map(([, width, height]) => ({
    width: Math.round(Number(width) * POINT_MM),
    height: Math.round(Number(height) * POINT_MM),
  }));
  return { sizes, text: texts.join('\n') };
}

/** Reads the barcode that is drawn there, as a reader held before the sheet does. */
export async function readOff(sheet: Locator): Promise<string | undefined> {
  const page = sheet.page();
  const own = page.viewportSize() ?? desktop;
  await comeCloser(page);
  const read = await readNw7(await sheet.locator('svg.s-bars').screenshot());
  await page.evaluate("document.body.style.zoom = ''");
  await page.setViewportSize(own);
  return read;
}

/** Three times as large, with room for it: a screen has fewer dots than paper. */
export async function comeCloser(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1900, height: 1400 });
  await page.evaluate("document.body.style.zoom = '3'");
}
