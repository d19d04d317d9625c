import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { LibraryCodeSchema, UuidSchema } from './ids.ts';

/** Who did it. */
export const StaffBySchema = z.strictObject({
  /** The account, not the person's name. */
  account: z.string().min(1).max(64),
  library: LibraryCodeSchema,
});

/** A scan: made on a device, which gives it its id, so that it happens once however often it is sent, and its moment. */
export const scan = { factId: UuidSchema, occurredAt: InstantSchema };
/** Whatever staff do in the same way, and who they are. */
export const actOfStaff = { ...scan, by: StaffBySchema };
const ActOfStaffSchema = z.strictObject(actOfStaff);
export type ActOfStaff = z.infer<typeof ActOfStaffSchema>;

/** What an act of theirs says of itself. */
export const byStaff = { at: InstantSchema, by: StaffBySchema };

/** The number of a card, a copy or a parcel, as it was read or typed. */
export const readNumber = z.string().min(1).max(64);

/** Why it was done, in words; written down for good (操作の記録): no names in it. */
export const reason = z.string().trim().min(1).max(200);

/** The same, where it is told in a mail. */
export const reasonInMails = reason.max(60);
