import type { Logger } from './create-logger.ts';
import type { ServiceFault } from './service-fault.ts';

/** The partners that do not answer at present, and who wants to know that one does again. */
const away = new Map<string, Set<(service: string) => void>>();
const logs = new WeakMap<Logger, (service: string) => void>();

/**
 * Says once for each partner and outage that it is away, as one line and without a stack: every request meanwhile
 * fails for the same reason. {@link noteAnswer} says that it is back.
 */
export function noteOutage(fault: ServiceFault, log: Logger, where: Readonly<Record<string, unknown>>): void {
  const { service, status, message, cause } = fault;
  const told = away.get(service) ?? new Set();
  const back = logs.get(log) ?? ((name: string) => log.info({ service: name }, `${name} is back`));
  logs.set(log, back);
  if (!told.has(back)) {
    const why = cause === undefined ? undefined : String(cause);
    log.warn({ ...where, service, status, reason: message, why }, `${service} is away`);
  }
  away.set(service, told.add(back));
}

/** A partner answered: whoever was told of its outage is told of its end. */
export function noteAnswer(service: string): void {
  const told = away.get(service);
  if (!told) return;
  away.delete(service);
  for (const back of told) back(service);
}

/**
 * Another process of ours gave no answer, or said that it can't now: worth asking again, and no fault of ours. A 500
 * is none: it broke over this request and answers others.
 */
export function isOutage(fault: ServiceFault): boolean {
  return fault.status === undefined || fault.status > 500;
}
