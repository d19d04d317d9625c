import { RequestFault } from './problems.ts';

/** Deeper than anything we take; zod and PostgreSQL both recurse. */
const MAX_DEPTH = 32;

/** Strict UTF-8 and strict JSON; both faults are 400. */
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestFault(400, 'The body is not valid JSON');
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestFault(400, 'The body is not valid UTF-8');
  }
}

/**
 * Finds what no schema of ours speaks of and no database column can hold: NUL characters and lone surrogates
 * in strings (also in keys), keys that name a prototype, and nesting without an end.
 */
export function refuseUnstorable(part: string, value: unknown): { where: string; message: string }[] {
  const faults: { where: string; message: string }[] = [];
  const open: { where: string; value: unknown; depth: number }[] = [{ where: part, value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { where, value: here, depth } = next;
    if (typeof here === 'string' && !storable(here)) {
      faults.push({ where, message: 'Contains characters that are not text' });
    }
    if (typeof here !== 'object' || here === null) continue;
    if (depth >= MAX_DEPTH) return [{ where: part, message: 'Nested too deeply' }];
    for (const [key, inner] of Object.entries(here)) {
      if (key === '__proto__' || !storable(key)) {
        faults.push({ where, message: 'Unknown fields' });
      } else {
        open.push({ where: `${where}.${key}`, value: inner, depth: depth + 1 });
      }
    }
  }
  return faults;
}

function storable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
