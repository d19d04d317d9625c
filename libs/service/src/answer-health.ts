import type { Express } from 'express';
import type { Logger } from './create-logger.ts';

/** Milliseconds a check may take before what it asks for counts as away. */
const CHECK_MS = 2_000;

/**
 * `/healthz` answers as long as the process lives; `/readyz` asks every check and names what is away (503).
 * A change is logged once, not at every question.
 */
export function answerHealth(
  app: Express,
  checks: Readonly<Record<string, () => Promise<void>>>,
  log: Logger,
): void {
  const away = new Set<string>();
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const names = Object.keys(checks);
    const reasons = await Promise.all(Object.values(checks).map(reasonAway));
    const results = names.map((name, at) => ({ name, reason: reasons[at] }));
    for (const { name, reason } of results) {
      if (reason !== undefined && !away.has(name)) log.warn({ reason }, `${name} is away`);
      if (reason === undefined && away.has(name)) log.info(`${name} is back`);
      if (reason === undefined) away.delete(name);
      else away.add(name);
    }
    const missing = results.filter(({ reason }) => reason !== undefined).map(({ name }) => name);
    response.status(missing.length === 0 ? 200 : 503).json({ ready: missing.length === 0, away: missing });
  });
}

async function reasonAway(check: () => Promise<void>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${CHECK_MS} ms`), CHECK_MS);
  });
  try {
    return await Promise.race([check().then(() => undefined), late]);
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  } finally {
    clearTimeout(timer);
  }
}
