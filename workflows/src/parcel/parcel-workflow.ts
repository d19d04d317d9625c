import {
  allHandlersFinished,
  condition,
  defineSignal,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import {
  type EventData,
  type ParcelRequest,
  type ParcelState,
  parcelProcess,
  searchAttributes,
} from '@toshobin/contracts';
import { endOfDay, type Instant, plusDuration, startOfDay } from '@toshobin/lending-rules';
import { now, until } from '../ports/clock.ts';
import { shipping } from '../ports/ports.ts';

export const parcelArrivedSignal = defineSignal<[EventData<'shipping.parcel.arrived'>]>(
  parcelProcess.signals.arrived,
);
export const parcelLookAgainSignal = defineSignal<[{ at: Instant }]>(parcelProcess.signals.lookAgain);

/**
 * A parcel from dispatch until it has arrived. Yu-Mail has no tracking number, so arrival is known only from a
 * scan; where a library does not scan, it is assumed on the expected day (R7). A parcel that is not scanned in
 * time is asked about: first at the library it went to, then at the prefectural desk.
 */
export async function parcelWorkflow({ parcel }: ParcelRequest): Promise<'arrived' | 'assumed'> {
  const arrival = await watched(parcel);
  await condition(allHandlersFinished);
  return arrival;
}

async function watched(parcel: ParcelRequest['parcel']): Promise<'arrived' | 'assumed'> {
  let arrived: 'arrived' | 'assumed' | undefined;
  setHandler(parcelArrivedSignal, ({ assumed }) => {
    arrived ??= assumed ? 'assumed' : 'arrived';
  });
  setHandler(parcelLookAgainSignal, async () => {
    const { state } = await shipping.parcelState({ parcelNumber: parcel.parcelNumber });
    if (hasArrived(state)) arrived ??= 'arrived';
  });
  const isHere = () => arrived !== undefined;
  const command = { parcelNumber: parcel.parcelNumber };
  setCurrentDetails(
    `${parcel.mode === 'yuMail' ? 'Yu-Mail' : 'Yu-Pack'} ${parcel.direction === 'outward' ? 'to' : 'from'} ${parcel.library}, left on ${parcel.dispatchDay}, expected by ${parcel.expectedDate}`,
  );

  if (parcel.arrival === 'assumed' && parcel.direction === 'outward') {
    await until(isHere, startOfDay(parcel.expectedDate), 'arrival is assumed');
    if (!arrived) {
      await shipping.assumeArrival({ ...command, at: now() });
      arrived = 'assumed';
    }
    return arrived;
  }

  const asks = [
    { after: 'P2D', ask: 'pickupLibrary', summary: 'asks the pickup library' },
    { after: 'P5D', ask: 'prefecturalDesk', summary: 'asks the prefectural desk' },
  ] as const;
  for (const { after, ask, summary } of asks) {
    if (await until(isHere, plusDuration(endOfDay(parcel.expectedDate), after), summary)) break;
    const { state } = await shipping.askAboutParcel({ ...command, ask, at: now() });
    if (hasArrived(state)) arrived ??= 'arrived';
  }
  if (!arrived) {
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
    setCurrentDetails(`Not arrived; expected by ${parcel.expectedDate}; the prefectural desk was asked`);
  }
  await condition(isHere);
  return arrived ?? 'arrived';
}

function hasArrived(state: ParcelState): boolean {
  return state === 'arrived' || state === 'opened';
}
