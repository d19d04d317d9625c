import { catalogApi, makeBarcode } from '@toshobin/contracts';
import { allow, calendarDate, deadlineOn, type RefusalCode, refuse } from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';

/** One that is long overdue, one that is lost, and one that the desk has settled today. */
export const [overdueLoan, lostLoan, settledLoan] = [
  '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0a01',
  '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0a02',
  '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0a03',
];

const loan = {
  kind: 'longOverdue',
  title: '遠野物語',
  shelfMark: '382.1 ヤナ',
  pickupLibrary: 'uto',
  due: deadlineOn(calendarDate('2026-09-02')),
  handedIn: false,
  settled: null,
};
const rows = [
  { ...loan, reservationId: overdueLoan, barcode: makeBarcode('copy', 71) },
  { ...loan, reservationId: lostLoan, barcode: makeBarcode('copy', 72), kind: 'lost', handedIn: true },
  {
    ...loan,
    reservationId: settledLoan,
    barcode: makeBarcode('copy', 73),
    settled: { how: 'paid', byDesk: true, on: '2026-11-24' },
  },
];

/** What the catalog says of loans whose books have not come back, and what it is told. */
export function settlingDesk(world: { refused: ReadonlyMap<string, RefusalCode> }, heard: string[]): Fake[] {
  return [
    {
      operation: catalogApi.unreturnedLoans,
      answer: ({ query }) => {
        const { reservationId } = Object(query);
        return allow({ rows: rows.filter((row) => !reservationId || row.reservationId === reservationId) });
      },
    },
    {
      operation: catalogApi.settleLoan,
      answer: ({ body }) => {
        const { how, reason, by } = Object(body);
        heard.push(`settle ${how} by ${by.account} as ${by.role} because ${reason}`);
        const code = world.refused.get(catalogApi.settleLoan.path);
        if (code !== undefined) return refuse(code);
        return allow({ how, on: '2026-11-24', barcode: makeBarcode('copy', 71) });
      },
    },
    {
      operation: catalogApi.takeBackSettlement,
      answer: ({ body }) => {
        heard.push(`take back by ${Object(body).by.account}`);
        const code = world.refused.get(catalogApi.takeBackSettlement.path);
        if (code !== undefined) return refuse(code);
        return allow({ kind: 'longOverdue', barcode: makeBarcode('copy', 73) });
      },
    },
  ];
}
