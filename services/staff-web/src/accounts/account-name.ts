import { z } from 'zod';

/** A name of letters that a desk types without thinking. */
export const AccountNameSchema = z
  .string()
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,31}$/));
