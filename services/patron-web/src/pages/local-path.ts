import { z } from 'zod';

/** An address of ours to go back to; another site's is refused, however it is written. */
export const localPath = z
  .string()
  .max(500)
  .refine((text) => {
    if (!/^\/(?![/\\])/.test(text) || /[\\\r\n\t]/.test(text)) return false;
    return URL.canParse(text, 'http://here') && new URL(text, 'http://here').host === 'here';
  });
