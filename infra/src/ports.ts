import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Ports, portsFrom, unreachablePorts } from '../configuration-faults.mjs';

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
