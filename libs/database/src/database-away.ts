/** PostgreSQL: connection, resources, shutdown or start, disk, a standby, no such database or login. */
const AWAY_STATES = /^(08|53|57P|58|28|25006$|3D000$)/;
/** PostgreSQL: lost against another transaction, a lock or a statement that lasted too long. */
const BUSY_STATES = /^(40001|40P01|55P03|57014)$/;
/** Prisma: no connection (P1…), none free in time. */
const AWAY_CODES = /^(P1\d{3}|P2024|P2037)$/;
/** Prisma: a transaction, and a lost race. */
const BUSY_CODES = /^(P2028|P2034)$/;
/** Prisma has one code for a transaction that lasted too long and for one that no connection could begin. */
const NOT_BEGUN = /Unable to start a transaction/;
/** Prisma's driver adapter, where PostgreSQL said nothing. */
const ADAPTER_KINDS = /^(DatabaseNotReachable|SocketTimeout|ConnectionClosed|TooManyConnections)$/;
const SOCKET_CODES = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;
/** PostgreSQL: an object that is not in a state for it; of a database that lets nobody in, these words go with it. */
const [NOT_IN_STATE, LETS_NOBODY_IN] = ['55000', /is not currently accepting connections/];
/** The driver has no code for these. */
const DRIVER_WORDS = /Connection terminated|timeout exceeded when trying to connect|is not queryable/;

/** Whether a fault says that the database is away, so that asking again makes sense. Of Prisma, of its raw queries, of the driver. */
export function databaseAway(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const codes = codesOf(fault);
  if (ADAPTER_KINDS.test(textAt(causeOf(fault), 'kind') ?? '')) return true;
  if (codes.length === 0) return DRIVER_WORDS.test(fault.message);
  if (codes.includes(NOT_IN_STATE) && LETS_NOBODY_IN.test(fault.message)) return true;
  if (codes.includes('P2028') && NOT_BEGUN.test(fault.message)) return true;
  return codes.some((code) => [AWAY_STATES, AWAY_CODES, SOCKET_CODES].some((known) => known.test(code)));
}

/**
 * Whether it says that the database answers and was busy: asking again makes sense for a while, since a command that
 * always meets it is at fault itself.
 */
export function databaseBusy(fault: unknown): boolean {
  if (!(fault instanceof Error) || databaseAway(fault)) return false;
  return codesOf(fault).some((code) => BUSY_STATES.test(code) || BUSY_CODES.test(code));
}

function codesOf(fault: Error): string[] {
  return [textAt(fault, 'code'), textAt(causeOf(fault), 'originalCode')].flatMap((code) => code ?? []);
}

function causeOf(fault: Error): unknown {
  return valueAt(valueAt(valueAt(fault, 'meta'), 'driverAdapterError'), 'cause') ?? fault.cause;
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textAt(value: unknown, name: string): string | undefined {
  const found = valueAt(value, name);
  return typeof found === 'string' ? found : undefined;
}
