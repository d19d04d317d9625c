import { makeBarcode, ParcelSchema } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import { pickupLibrary, readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { Answers } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { withLines } from './lock-parcel.ts';

/**
 * Opens a parcel to (outward) or from (return) a pickup library. Numbers are never used twice; there may be gaps.
 * Refuses PICKUP_LIBRARY_UNKNOWN.
 */
export const openParcel: Answers<'openParcel'> = async (deps, wanted) => {
  const { direction, library } = wanted;
  return carryOutOnce(deps, wanted, `open ${direction} ${library}`, ParcelSchema, async (tx, moment) => {
    const planning = await readPlanning(tx, moment.recordedAt, library);
    if (!pickupLibrary(planning, library)) return refuse('PICKUP_LIBRARY_UNKNOWN');
    const rows = await tx.$queryRaw`SELECT nextval(pg_get_serial_sequence('parcel', 'serial')) AS serial`;
    const [{ serial }] = Serial.parse(rows);
    const parcel = await tx.parcel.create({
      data: {
        number: makeBarcode('parcel', Number(serial)),
        serial,
        direction,
        libraryCode: library,
        state: 'open',
        // The number is made here and now: nothing was done with the parcel before, whatever the device's clock says.
        openedAt: new Date(moment.recordedAt),
      },
      include: withLines,
    });
    return allow(describeParcel(parcel, planning));
  });
};

const Serial = z.tuple([z.object({ serial: z.bigint() })]);
