import { once } from 'node:events';
import { createServer } from 'node:net';

/** Every port of a stack, all on 127.0.0.1. Two stacks with bases a hundred apart never meet. */
export interface Ports {
  readonly patronWeb: number;
  readonly staffWeb: number;
  readonly temporalUi: number;
  readonly mail: number;
  readonly catalog: number;
  readonly patron: number;
  readonly shipping: number;
  readonly workflows: number;
  readonly postgres: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly temporal: number;
  readonly temporalMetrics: number;
}

/** The ports of a stack from its first one. */
export function portsFrom(base: number): Ports {
  return {
    patronWeb: base,
    staffWeb: base + 1,
    temporalUi: base + 2,
    mail: base + 3,
    catalog: base + 10,
    patron: base + 11,
    shipping: base + 12,
    workflows: base + 13,
    postgres: base + 20,
    kafka: base + 21,
    kafkaController: base + 22,
    temporal: base + 23,
    temporalMetrics: base + 24,
  };
}

/**
 * Ports that browsers and `fetch` refuse to open (the "bad ports" of the Fetch standard, those above 1024), though
 * anybody may listen there.
 */
const unreachable = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

/** Which of a stack's ports no browser would open. */
export function unreachablePorts(ports: Ports): number[] {
  return Object.values(ports).filter((port) => unreachable.has(port));
}

/** A base from which no port of a stack is taken; for a stack of one's own beside others. */
export async function freePortBase(from = 4100): Promise<number> {
  for (let base = from; base < 60_000; base += 100) {
    const ports = portsFrom(base);
    if (unreachablePorts(ports).length === 0 && (await portsInUse(ports)).length === 0) return base;
  }
  throw new Error('No port base is free');
}

/** Which of these ports somebody else holds, each with what we wanted it for. */
export async function portsInUse(wanted: Partial<Ports>): Promise<{ purpose: string; port: number }[]> {
  const tried = await Promise.all(
    Object.entries(wanted).map(async ([purpose, port]) => ({ purpose, port, free: await isFree(port) })),
  );
  return tried.filter(({ free }) => !free).map(({ purpose, port }) => ({ purpose, port }));
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}
