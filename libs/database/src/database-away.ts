/** PostgreSQL: connection, resources, shutdown or start, disk, a standby, no such database or login. */
const AWAY_STATES = /^(08|53|57P|58|28|25006$|3D000$)/;
/** PostgreSQL: lost against another transaction, a lock or a statement that lasted too long. */
const BUSY_STATES = /^(40001|40P01|55P03|57014)$/;
/** Prisma: no connection (P1…), none free in time, a transaction that could not begin or lasted too long, a lost race. */
const PRISMA_CODES = /^(P1\d{3}|P2024|P2028|P2034|P2037)$/;
const SOCKET_CODES = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;
/** The driver has no code for these. */
const DRIVER_WORDS = /Connection terminated|timeout exceeded when trying to connect|is not queryable/;

/**
 * Whether a fault says that the database is away or was busy, so that asking again makes sense; any other is a fault of
 * whoever asked. Of Prisma, of its raw queries, of the driver.
 */
export function databaseAway(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const code = textAt(fault, 'code');
  const cause = valueAt(valueAt(valueAt(fault, 'meta'), 'driverAdapterError'), 'cause') ?? fault.cause;
  return (
    [code, textAt(cause, 'originalCode')].some(isPassing) ||
    (code === undefined && DRIVER_WORDS.test(fault.message))
  );
}

function isPassing(code: string | undefined): boolean {
  return (
    code !== undefined &&
    [AWAY_STATES, BUSY_STATES, PRISMA_CODES, SOCKET_CODES].some((codes) => codes.test(code))
  );
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textAt(value: unknown, name: string): string | undefined {
  const found = valueAt(value, name);
  return typeof found === 'string' ? found : undefined;
}
