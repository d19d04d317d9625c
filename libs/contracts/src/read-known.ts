import type { z } from 'zod';
import type { Schema } from './endpoint.ts';

/**
 * Reads what another release of ours may have written: fields that this one does not know are passed over, any other
 * misfit is refused. Strict schemas stay strict for those who write by them.
 */
export function readKnown<T>(schema: Schema<T>, value: unknown): z.ZodSafeParseResult<T> {
  const read = schema.safeParse(value);
  const unknown = (read.error?.issues ?? []).filter((issue) => issue.code === 'unrecognized_keys');
  if (unknown.length === 0) return read;
  const known = structuredClone(value);
  for (const { path, keys } of unknown) {
    const at = path.reduce((part, key) => Object(part)[key], known);
    for (const key of keys) Reflect.deleteProperty(Object(at), key);
  }
  return readKnown(schema, known);
}

/** Reads such a value, and throws where it does not fit. */
export function parseKnown<T>(schema: Schema<T>, value: unknown): T {
  const read = readKnown(schema, value);
  if (!read.success) throw read.error;
  return read.data;
}
