import { z } from 'zod';

/** An address of ours to go back to (a long search is some 2,000 characters); another site's is refused, however it is written. */
export const localPath = z
  .string()
  .max(4000)
  .refine((text) => {
    if (!/^\/(?![/\\])/.test(text) || /[\\\r\n\t]/.test(text)) return false;
    return URL.canParse(text, 'http://here') && new URL(text, 'http://here').host === 'here';
  });
