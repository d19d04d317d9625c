/** What a picture may be; told by its first bytes, whatever its sender calls it. */
const types = {
  'image/jpeg': /^\xff\xd8\xff/,
  'image/png': /^\x89PNG\r\n/,
  'image/webp': /^RIFF[\s\S]{4}WEBP/,
} as const;

export interface Picture {
  type: keyof typeof types;
  bytes: Buffer;
}

/** A cover, that there is none, or that the source did not say. */
export type Answer = Picture | 'none' | 'unanswered';

/** No cover on a page needs more. */
const MOST_BYTES = 200_000;

/**
 * Asks the source for one cover: at the address of its template, with nothing but the ISBN, and following it nowhere else.
 * @param template with {isbn} in it, behind the host
 * @param isbn 13 digits
 */
export async function askSource(template: string, isbn: string, limitMs: number): Promise<Answer> {
  try {
    const response = await fetch(template.replaceAll('{isbn}', isbn), {
      headers: { accept: Object.keys(types).join(', ') },
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    });
    const bytes = response.status === 200 ? await upTo(MOST_BYTES, response) : undefined;
    if (bytes === undefined) await response.body?.cancel();
    if (response.status === 429 || response.status >= 500) return 'unanswered';
    return (bytes && pictureOf(bytes)) ?? 'none';
  } catch {
    // Away, slow or broken off: whatever it was, nobody was told whether there is a cover.
    return 'unanswered';
  }
}

/** The body, unless it is longer. */
async function upTo(most: number, response: Response): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function pictureOf(bytes: Buffer): Picture | undefined {
  const begin = bytes.toString('latin1', 0, 16);
  if (types['image/jpeg'].test(begin)) return { type: 'image/jpeg', bytes };
  if (types['image/png'].test(begin)) return { type: 'image/png', bytes };
  return types['image/webp'].test(begin) ? { type: 'image/webp', bytes } : undefined;
}
