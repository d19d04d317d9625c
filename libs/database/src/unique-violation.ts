/**
 * The name of the unique index that a write ran into, or undefined when the error is anything else.
 * Invariants are unique indexes, so this is how a lost race becomes a refusal:
 * `if (uniqueViolation(error) === 'application_open_per_patron_and_title') return refuse('ALREADY_RESERVED')`.
 *
 * Prisma reports it as P2002 and keeps the index's name in the driver adapter's error; a raw query
 * (P2010) and the pg driver itself keep PostgreSQL's code 23505.
 */
export function uniqueViolation(error: unknown): string | undefined {
  if (property(error, 'code') === 'P2002') {
    return text(property(error, 'meta', 'driverAdapterError', 'cause', 'constraint', 'index'));
  }
  if (property(error, 'code') === 'P2010') {
    const cause = property(error, 'meta', 'driverAdapterError', 'cause');
    return (
      text(property(cause, 'constraint', 'index')) ??
      (property(cause, 'originalCode') === '23505'
        ? indexNamedIn(property(cause, 'originalMessage'))
        : undefined)
    );
  }
  if (property(error, 'code') === '23505') return text(property(error, 'constraint'));
  return undefined;
}

function property(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, name);
  }
  return found;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function indexNamedIn(message: unknown): string | undefined {
  return /unique constraint "([^"]+)"/.exec(text(message) ?? '')?.[1];
}
