import { timingSafeEqual } from 'node:crypto';
import type { Express, RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from './create-logger.ts';
import { within } from './in-time.ts';
import { digest } from './require-caller.ts';
import { patternOf } from './trace-requests.ts';

/** What is read off when somebody asks. Labels are words of ours (a queue, a topic), never an id, a person or a title. */
export interface Measure {
  /** As Prometheus has it: `outbox_oldest_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  read(): Promise<readonly Reading[]> | readonly Reading[];
}

export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One look for the measures of one scrape that are read from it: whoever asks while it is under way gets its answer. */
export function sharedLook<T>(look: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

/** Milliseconds that one measure gets: an engine that is away makes its own numbers missing, and no others. */
const MEASURE_MS = 3_000;
/** Seconds; the desks' answers are held to a quarter of one, the search to a half. */
const DURATIONS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * `/metrics` in the words of Prometheus, for whoever shows the token: how long each operation and page took, what the
 * process takes itself, and its measures. Without a token there is none.
 */
export function answerMetrics(
  app: Express,
  { tokens, measures, log }: { tokens: readonly string[]; measures: readonly Measure[]; log: Logger },
): void {
  if (tokens.length === 0) return;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  app.use(timing(registry));
  const failed = new Gauge({
    name: 'measure_failed',
    help: '1 where a number could not be read just now',
    labelNames: ['measure'],
    registers: [registry],
  });
  const asked = measures.map((measure) => askable(measure, registry, failed, log));
  const known = tokens.map((token) => digest(`Bearer ${token}`));
  app.get('/metrics', async (request, response, next) => {
    const given = digest(request.headers.authorization ?? '');
    // Who has no token is told what everybody is told of a page that is not there.
    if (known.filter((one) => timingSafeEqual(one, given)).length === 0) return next();
    // In their order; each has begun before the next is asked.
    await Promise.all(asked.map((ask) => ask()));
    response.type(registry.contentType).send(await registry.metrics());
  });
}

/** By the pattern of the address, not by the address: that has ids in it. */
function timing(registry: Registry): RequestHandler {
  const took = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'how long a request took, by what it asked for',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATIONS,
    registers: [registry],
  });
  return (request, response, next) => {
    const begun = process.hrtime.bigint();
    response.once('finish', () => {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      const route = patternOf(request);
      if (route === '/healthz' || route === '/readyz' || route === '/metrics') return;
      // What nobody serves has no name, or whoever looks for doors would make one for each.
      const method = route === 'none' ? 'any' : request.method;
      took.observe({ method, route, status: `${Math.floor(response.statusCode / 100)}xx` }, seconds);
    });
    next();
  };
}

function askable(
  measure: Measure,
  registry: Registry,
  failed: Gauge<'measure'>,
  log: Logger,
): () => Promise<void> {
  const labelNames = [...(measure.labels ?? [])];
  const gauge = new Gauge({
    name: measure.name,
    // Where there is nothing to tell just now, whoever asks for a number still finds its labels.
    help: labelNames.length === 0 ? measure.help : `${measure.help} (by ${labelNames.join(', ')})`,
    labelNames,
    registers: [registry],
  });
  return async () => {
    let readings: readonly Reading[] = [];
    let fault: unknown;
    try {
      readings = await within(MEASURE_MS, measure.name, Promise.resolve(measure.read()));
    } catch (thrown) {
      fault = thrown;
      log.debug({ err: thrown }, `${measure.name} could not be read`);
    }
    // What was true a while ago is not said again as if it were now.
    gauge.reset();
    for (const { labels = {}, value } of readings) gauge.set(labels, value);
    if (measure.labels === undefined && readings.length === 0) gauge.remove();
    failed.set({ measure: measure.name }, fault === undefined ? 0 : 1);
  };
}
