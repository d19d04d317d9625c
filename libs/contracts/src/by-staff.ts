import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { LibraryCodeSchema, UuidSchema } from './ids.ts';

/** The member of staff who did it. */
export const StaffBySchema = z.strictObject({
  /** The account, not the person's name. */
  account: z.string().min(1).max(64),
  library: LibraryCodeSchema,
});

/** A scan, with the moment and the id that its device gives it: sent however often, it happens once. */
export const scan = { factId: UuidSchema, occurredAt: InstantSchema };
/** Any act of staff that is sent like a scan, and who they are. */
export const actOfStaff = { ...scan, by: StaffBySchema };
const ActOfStaffSchema = z.strictObject(actOfStaff);
export type ActOfStaff = z.infer<typeof ActOfStaffSchema>;

/** The moment of an act of staff, and who they are. */
export const byStaff = { at: InstantSchema, by: StaffBySchema };

/** The number of a card, a copy or a parcel, as it was read or typed. */
export const readNumber = z.string().min(1).max(64);

/** Why it was done, in words; written down for good (操作の記録): no names in it. */
export const reason = z.string().trim().min(1).max(200);

/** A reason that is told in a mail. */
export const reasonInMails = reason.max(60);
