import { z } from 'zod';

/** An address of ours to go back to (a long search is some 2,000 characters); another site's is refused, however it is written. */
export const localPath = z
  .string()
  .max(4000)
  .refine((text) => {
    if (!/^\/(?![/\\])/.test(text) || /[\\\r\n\t]/.test(text)) return false;
    if (!URL.canParse(text, 'http://here')) return false;
    // Also once its dots are gone: /.//elsewhere is //elsewhere, which a browser takes for another host.
    const { host, pathname } = new URL(text, 'http://here');
    return host === 'here' && !pathname.startsWith('//');
  });
