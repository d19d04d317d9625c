import { z } from 'zod';

/** Pages on which a cancellation that waits stands with its reservation, and is taken back; the caller's card otherwise. */
export const HeldPageSchema = z
  .string()
  .regex(/^\/(hold-shelf|pick-list|packing|titles\/\d+|timeline\/[0-9a-f-]{36})$/)
  .catch('/phone');
