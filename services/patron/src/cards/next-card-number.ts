import { makeBarcode } from '@toshobin/contracts';
import { z } from 'zod';
import type { Transaction } from '../database.ts';

const Serials = z.tuple([z.object({ serial: z.bigint() })]);

/** A number that no card ever had: from the database's own sequence, past those brought over from elsewhere. */
export async function nextCardNumber(tx: Transaction): Promise<string> {
  for (;;) {
    const [{ serial }] = Serials.parse(
      await tx.$queryRaw`SELECT nextval('card_serial_sequence'::regclass) AS serial`,
    );
    const number = makeBarcode('card', Number(serial));
    if ((await tx.card.count({ where: { number } })) === 0) return number;
  }
}
