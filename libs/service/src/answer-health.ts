import type { Express } from 'express';
import type { Logger } from './create-logger.ts';
import { inTime } from './in-time.ts';

/** Milliseconds a check may take before what it asks for counts as away. */
const CHECK_MS = 2_000;

export interface Needs {
  /** Without these nothing can be served: not ready (503). */
  checks: Readonly<Record<string, () => Promise<void>>>;
  /** Without these it still serves, and catches up later: ready, and named. */
  partners: Readonly<Record<string, () => Promise<void>>>;
  /** True from the moment at which the process was asked to end: whoever sends requests here looks elsewhere. */
  isEnding?: () => boolean;
}

/**
 * `/healthz` answers as long as the process lives; `/readyz` asks every check and names what is away. A change is
 * logged once, not at every question, and as a warning only once everything has been there.
 */
export function answerHealth(app: Express, { checks, partners, isEnding }: Needs, log: Logger): void {
  const away = new Set<string>();
  let wasComplete = false;
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    if (isEnding?.()) {
      response.status(503).json({ ready: false, away: ['ending'] });
      return;
    }
    const asked = Object.entries({ ...checks, ...partners });
    const results = await Promise.all(
      asked.map(async ([name, check]) => ({ name, reason: await reasonAway(check) })),
    );
    for (const { name, reason } of results) {
      if (reason !== undefined && !away.has(name)) {
        log[wasComplete ? 'warn' : 'info']({ reason }, `${name} is away`);
      }
      if (reason === undefined && away.has(name)) log.info(`${name} is back`);
      if (reason === undefined) away.delete(name);
      else away.add(name);
    }
    wasComplete ||= away.size === 0;
    const ready = !Object.keys(checks).some((name) => away.has(name));
    response.status(ready ? 200 : 503).json({ ready, away: [...away] });
  });
}

async function reasonAway(check: () => Promise<void>): Promise<string | undefined> {
  try {
    const answered = check().then(() => undefined);
    return await inTime(CHECK_MS, answered, () => `no answer in ${CHECK_MS} ms`);
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
