import { cardApplicationChart } from '../card-application/card-application-chart.ts';
import type { Chart } from '../charts/chart.ts';
import { dispatchDayChart } from '../dispatch-day/dispatch-day-chart.ts';
import { nightlyChart } from '../nightly/nightly-chart.ts';
import { parcelChart } from '../parcel/parcel-chart.ts';
import { readingOrderChart } from '../reading-order/reading-order-chart.ts';
import { repairChart } from '../repair/repair-chart.ts';
import { reservationChart } from '../reservation/reservation-chart.ts';

/** Every process with the page of the docs that shows its chart (docs/workflows/NAME.md). */
export const allCharts: Readonly<Record<string, Chart>> = {
  'card-application': cardApplicationChart,
  'dispatch-day': dispatchDayChart,
  nightly: nightlyChart,
  parcel: parcelChart,
  'reading-order': readingOrderChart,
  repair: repairChart,
  reservation: reservationChart,
};
