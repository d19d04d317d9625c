import type { Schema } from '@toshobin/contracts';
import { type Request, type RequestHandler, raw } from 'express';
import { PageFault } from './page-fault.ts';

/** The fields of a form as they were sent; a name that came more than once has a list. */
export type FormBody = Readonly<Record<string, string | string[]>>;

const LIMIT = 64 * 1024;
const MAX_FIELDS = 500;

/** Reads the bytes of a form of at most 64 kB; a larger one is refused before it is read. */
export const readFormBytes: RequestHandler = raw({ type: () => true, limit: LIMIT, inflate: false });

/** The fields of an urlencoded form. Anything else, invalid UTF-8 and characters that are no text are refused. */
export function formOf(request: Request): FormBody {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes)) return {};
  if (bytes.length > 0 && !request.is('application/x-www-form-urlencoded')) throw new PageFault(415);
  const fields: Record<string, string | string[]> = Object.create(null);
  const pairs = decode(bytes).split('&', MAX_FIELDS + 1);
  if (pairs.length > MAX_FIELDS) throw new PageFault(413);
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = unescapeField(at < 0 ? pair : pair.slice(0, at));
    const value = unescapeField(at < 0 ? '' : pair.slice(at + 1));
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PageFault(400);
  }
}

function unescapeField(text: string): string {
  let value: string;
  try {
    value = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new PageFault(400);
  }
  if (value.includes('\0')) throw new PageFault(400);
  return value;
}

/** The fields a form must have, or a fault that says the input could not be read. The form's token is left out. */
export function parseFields<T>(schema: Schema<T>, form: FormBody): T {
  const { _token: _, ...fields } = form;
  const read = schema.safeParse(fields);
  if (!read.success) throw new PageFault(422);
  return read.data;
}
