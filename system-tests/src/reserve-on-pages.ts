import type { Reader } from './reader.ts';

// The way from a record to the confirmed reservation, as hands on a page go it.

/** Opens the record and puts it into the basket. */
export async function putIntoBasket(reader: Reader, recordId: string): Promise<void> {
  await reader.goTo(`/records/${recordId}`);
  await reader.pressIn(reader.page.locator('form[action="/basket/add"]').first());
}

/** Chooses a pickup library on the page of the choices; it may be folded away in its region. */
export async function chooseLibrary(reader: Reader, code: string): Promise<void> {
  const choice = reader.page.locator(`input[type=radio][value="${code}"]`).first();
  if (!(await choice.isVisible())) {
    await reader.page.locator('details', { has: choice }).locator('summary').click();
  }
  await choice.check();
}

/** From the choice of the library to the answers. */
export async function reserveBasket(reader: Reader, code: string): Promise<void> {
  await chooseLibrary(reader, code);
  await reader.press('確認へ進む');
  await reader.press('この内容で予約する');
}
