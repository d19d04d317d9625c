import { type RecordHit, staffWebApi } from '@toshobin/contracts';
import { eventually } from './eventually.ts';
import type { FreeTitles } from './free-titles.ts';
import { type Cast, Journey } from './journey.ts';
import { granted, type Heard } from './web-session.ts';

// What a scene needs to have happened, by the desks' own scans.

/** A copy is lent at the prefectural counter, without a reservation. */
export async function lendAtCounter(
  cast: Cast,
  record: RecordHit,
): Promise<{ record: RecordHit; loan: Journey }> {
  const barcode = await cast.patron.barcodeOf(record.recordId);
  granted(await cast.desk.lend(cast.patron.cardNumber, barcode));
  return { record, loan: await Journey.found(cast, record, barcode) };
}

/** A title whose only copy is measured anew: two like it are within the guide of Yu-Mail (R7), whatever the book is. */
export async function thinTitle({ patron, desk }: Cast, titles: FreeTitles): Promise<RecordHit> {
  const record = titles.one(({ copies }) => copies === 1);
  const [copy] = (await patron.record(record.recordId)).copies;
  if (!copy) throw new Error('The title has no copy');
  const { barcode, shelfMark } = copy;
  granted(
    await desk.act(staffWebApi.changeCopy, {
      params: { barcode },
      body: { shelfMark, weightGrams: 200, thicknessMm: 9, supplementCount: 0 },
    }),
  );
  return record;
}

/** Carries a reservation on its way to the state that is asked for. */
export async function bring(
  journey: Journey,
  to: 'picked' | 'packed' | 'shipped' | 'ready' | 'handedOut' | 'returning',
): Promise<Journey> {
  await journey.fetch();
  if (to === 'picked') return journey;
  await journey.pack();
  if (to === 'packed') await journey.shown('packed');
  if (to === 'packed') return journey;
  await journey.dispatch();
  if (to === 'shipped') return journey;
  await journey.receive();
  await journey.ready();
  if (to === 'ready') return journey;
  await journey.handOut();
  if (to === 'returning') await journey.handInByBookDrop();
  return journey;
}

/** A wish whose process had no time for it (TRY_AGAIN) is wished again, as a patron does. */
export async function onceAnswered(wish: () => Promise<Heard<unknown>>): Promise<void> {
  await eventually('an answer to the wish', async () => {
    const heard = await wish();
    return heard.ok || (heard.code !== 'TRY_AGAIN' && granted(heard) !== undefined);
  });
}
