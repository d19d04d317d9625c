import { expect, test } from '@jest/globals';
import { staffWebApi, UuidSchema } from '@toshobin/contracts';
import { patient } from '../src/cast.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';
import type { PageStage } from '../src/page-stage.ts';
import type { Reader } from '../src/reader.ts';
import { putIntoBasket, reserveBasket } from '../src/reserve-on-pages.ts';
import { granted } from '../src/web-session.ts';

const applicant = {
  name: '画面 あらた',
  nameReading: 'がめん あらた',
  birthDate: '19810405',
  birthDateTyped: '１９８１／０４／０５',
  postcode: '869-1100',
  address: '熊本県菊池郡菊陽町大字見本1番地',
  email: 'arata@example.jp',
};
const chosen = 'touge-no-chaya-58';

/** Somebody without a card, from the search to the book in the hand. */
export function firstVisit(stage: () => PageStage): void {
  test('from the search to a card, the mail’s link, a reservation, and the book home again', async () => {
    const { scene, library } = stage();
    const reader = await stage().reader();
    const [book] = scene.take();
    if (!book) throw new Error('There is no book');
    await reader.goTo('/');
    await reader.page.getByRole('searchbox').first().fill(book.title);
    await reader.press('検索する');
    await putIntoBasket(reader, book.recordId);
    await reader.goTo('/sign-in?next=/reserve');
    await reader.follow('貸出カードの申込み');
    const cardNumber = await applyForCard(reader);

    const person = { cardNumber, password: applicant.birthDate };
    await reader.signIn(person, '/reserve');
    expect(reader.path).toBe('/password');
    await chooseFirstPassword(reader, cardNumber);
    await verifyAddress(reader);

    await reader.goTo('/reserve');
    await reserveBasket(reader, 'uto');
    expect(await reader.heading()).toBe('1点の予約を受け付けました');
    const { name, email } = applicant;
    const cast = await patient(library.castFor({ cardNumber, password: chosen, name, email }));
    const [row] = await cast.patron.myLibrary();
    if (!row) throw new Error('It is not in My Library');
    const journey = Journey.of(cast, book, 'uto', row);
    await journey.fetch();
    await journey.bring();
    await reader.goTo('/my-library');
    expect(await reader.mainText()).toContain('受取可能');
    await journey.handOut();
    await journey.bringBack();
    await reader.goTo('/my-library');
    expect(await reader.mainText()).not.toContain('貸出中（');
    expect(reader.faults).toEqual([]);
  }, 120_000);

  /** The form as it is refused, read back, and sent; the desk checks it and issues the card. Answers its number. */
  async function applyForCard(reader: Reader): Promise<string> {
    const { seen, library } = stage();
    await seen.look(reader, 'card-application');
    await reader.press('確認へ進む');
    await seen.look(reader, 'card-application-refused');
    const { name, nameReading, birthDateTyped: birthDate, postcode, address, email } = applicant;
    for (const [field, text] of Object.entries({ name, nameReading, birthDate, postcode, address, email })) {
      await reader.page.locator(`main [name=${field}]`).fill(text);
    }
    const applicationId = await reader.page.locator('main [name=applicationId]').inputValue();
    await reader.press('確認へ進む');
    expect(await reader.mainText()).toContain('1981年4月5日');
    await seen.look(reader, 'card-application-confirm');
    await reader.press('この内容で申し込む');
    await seen.look(reader, 'card-application-done');

    const desk = library.desks.prefectural;
    const params = { applicationId: UuidSchema.parse(applicationId) };
    await eventually('the task to check the identity', async () => {
      const { tasks } = granted(await desk.act(staffWebApi.tasks, {}));
      return tasks.some(({ subject }) => subject.applicationId === applicationId);
    });
    granted(await desk.act(staffWebApi.checkCardApplication, { params, body: { approved: true } }));
    return eventually('the new card', async () => {
      const { applications } = granted(await desk.act(staffWebApi.cardApplications, {}));
      return applications.find((one) => one.applicationId === applicationId)?.cardNumber;
    });
  }

  /** R2. Too short, too easy, and one that is taken. */
  async function chooseFirstPassword(reader: Reader, cardNumber: string): Promise<void> {
    const { seen } = stage();
    await seen.look(reader, 'password-first');
    await choosePassword(reader, 'mijikai');
    await seen.look(reader, 'password-too-short');
    await choosePassword(reader, `${applicant.birthDate}${cardNumber}`);
    await seen.look(reader, 'password-too-easy');
    await choosePassword(reader, chosen);
    expect(reader.path).toContain('/email');
    await seen.look(reader, 'email-first');
  }

  /** R2. The link of the mail; until then nothing can be reserved, and it serves once. */
  async function verifyAddress(reader: Reader): Promise<void> {
    const { seen } = stage();
    await registerAddress(reader, 'これは アドレスではない');
    await seen.look(reader, 'email-refused');
    await reader.goTo('/email');
    await reader.pressIn(reader.formTo('/email/resend'));
    expect(reader.path).toContain('/email/sent');
    await seen.look(reader, 'email-sent');
    await reader.goTo('/reserve');
    await seen.look(reader, 'email-not-verified');
    const link = await stage().library.inbox.linkTo(
      applicant.email,
      'メールアドレスの確認',
      /\S+\/email\/verify\?\S+/,
      2,
    );
    await reader.goTo(link);
    await seen.look(reader, 'email-verify');
    await reader.press('登録を終える');
    await seen.look(reader, 'email-verified');
    await reader.goTo(link);
    expect(await reader.mainText()).toContain('登録は済んでいます');
    await seen.look(reader, 'email-link-used');
    // Where the first password leads whose address was verified before the card came.
    await reader.goTo('/password/chosen');
    await seen.look(reader, 'password-chosen');
  }

  async function choosePassword(reader: Reader, password: string): Promise<void> {
    for (const field of await reader.page.locator('input[type=password]').all()) await field.fill(password);
    await reader.press('このパスワードに決める');
  }

  async function registerAddress(reader: Reader, email: string): Promise<void> {
    const form = reader.formTo('/email');
    await reader.withoutChecking();
    await form.locator('input[name=email]').fill(email);
    await reader.pressIn(form);
  }
}
