import { expect, test } from '@jest/globals';
import type { Clerk } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import type { Journey } from '../src/journey.ts';
import { granted } from '../src/web-session.ts';

/** Scans kept while the line is down, and sent when it is back. */
export function withoutALine(stage: () => DeskStage): void {
  test('scans without a line are kept and sent later, each exactly once; also the one whose answer was lost on the way', async () => {
    const { seen, scene, library } = stage();
    const { lost, handIn, handOut } = scene.branch.withoutLine;
    const line = await stage().line();
    const clerk = await stage().clerk('uto', {}, line.url);
    const { reader } = clerk;
    await reader.goTo('/hand-in');
    // The page without a line is kept by the browser before it is needed.
    await reader.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await eventually('the worker before this page', () =>
      reader.page.evaluate('navigator.serviceWorker.controller !== null'),
    );

    line.cutAtNextAnswer();
    reader.lineIsCut = true;
    expect(await clerk.scan(lost.barcode)).toContain('未送信1件');
    await typeOn(clerk, handIn.barcode, '未送信2件');
    await seen.look(reader, 'without-line');
    await reader.goTo('/hand-out');
    await typeOn(clerk, deskPeople.traveller.cardNumber, '資料を読み取ってください');
    await typeOn(clerk, handOut.barcode, '未送信3件');

    line.mend();
    await reader.page.getByRole('button', { name: '今すぐ送ってみる' }).click();
    await reader.page.getByText('未送信だった3件を送りました').waitFor();
    await seen.look(reader, 'without-line-sent');
    await Promise.all([lost.shown('returning'), handIn.shown('returning'), handOut.shown('handedOut')]);
    expect(await scansOf(lost, 'handedIn')).toBe(1);
    expect(await scansOf(handIn, 'handedIn')).toBe(1);
    expect(await scansOf(handOut, 'handedOut')).toBe(1);
    expect(reader.faults).toEqual([]);

    /** How many such scans of its copy the database has. */
    async function scansOf({ reservationId }: Journey, kind: string): Promise<number> {
      const { reservation } = granted(await library.desks.operator.timeline(reservationId));
      return reservation.facts.filter((fact) => fact.kind === kind).length;
    }
  });

  /** A reader types on the page without a line, which stays; waits for what it says. */
  async function typeOn({ reader }: Clerk, number: string, says: string): Promise<void> {
    await reader.page.locator(':focus').waitFor();
    await reader.page.keyboard.type(number);
    await reader.page.keyboard.press('Enter');
    await reader.page.locator('#answer-text', { hasText: says }).waitFor();
  }
}
