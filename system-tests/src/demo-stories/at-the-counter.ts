import { staffWebApi } from '@toshobin/contracts';
import { freeTitle, Journey } from '../journey.ts';
import { granted } from '../web-session.ts';
import { type DemoStory, refused } from './story.ts';

export const atTheCounter: DemoStory = {
  name: 'at-the-counter',
  about:
    'a loan without a reservation, a reserved copy lent to another with a reason, and a mis-scan taken back',
  async play(stage) {
    const [first, second] = stage.people;
    const desk = stage.desks.prefectural;
    const reserver = await stage.cast(first, '[first]');
    const visitor = await stage.cast(second, '[second]');
    const one = ({ copies }: { copies: number }) => copies === 1;

    const onShelf = await freeTitle(visitor.patron, 'の', one);
    const barcode = await visitor.patron.barcodeOf(onShelf.recordId);
    const { say } = granted(await desk.lend(visitor.patron.cardNumber, barcode));
    stage.say('[second]', `a copy from the open shelf is lent at the counter: ${say}`);
    const loan = await Journey.found(visitor, onShelf, barcode);
    await loan.shown('handedOut');
    await loan.processReturn();
    await loan.closed();

    const record = await freeTitle(reserver.patron, 'の', one);
    const book = await Journey.reserve(reserver, { record, pickupLibrary: 'pref' });
    await book.fetch();
    await book.ready();
    const taken = await desk.lend(visitor.patron.cardNumber, book.barcode);
    stage.say('[second]', refused(taken, 'RESERVED_FOR_OTHER'));
    granted(
      await desk.lend(visitor.patron.cardNumber, book.barcode, {
        overrides: ['RESERVED_FOR_OTHER'],
        overrideReason: '明日の授業で使うため',
      }),
    );
    await book.shown('queued');
    stage.say('[first]', 'lent to another with a reason: back at the old place in the queue');

    const taker = await Journey.found(visitor, record, book.barcode);
    const scan = granted(await desk.processReturn(book.barcode));
    const undone = granted(
      await desk.act(staffWebApi.voidScan, { body: { ...desk.scan(), voids: scan.answer.factId } }),
    );
    await taker.shown('handedOut');
    stage.say('[second]', `the return was a mis-scan and is taken back (${undone.undone}): the loan goes on`);
    await taker.processReturn();
    await taker.closed();
    await book.shown('ready');
    await book.handOut();
    await book.processReturn();
    await book.closed();
    return [loan, taker, book];
  },
};
