import {
  type Context,
  context,
  type Link,
  propagation,
  type SpanKind,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  parseKeyPairsIntoRecord,
  setGlobalErrorHandler,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from './create-logger.ts';

const EVERY_MS = 2_000;
/** A collector that is away holds up no process that ends. */
const GIVEN_UP_MS = 3_000;
const SAID_EVERY_MS = 600_000;

/** Sends spans to a collector (OTLP over HTTP). What it does not take is lost, and said now and then. */
export function sendTraces({
  name,
  endpoint,
  shown,
  share,
  log,
}: {
  name: string;
  endpoint: string;
  shown: string | undefined;
  share: number;
  log: Logger;
}): { stop(): Promise<void> } {
  let said = Number.NEGATIVE_INFINITY;
  const sayAway = () => {
    if (Date.now() - said < SAID_EVERY_MS) return;
    said = Date.now();
    log.warn('traces are not taken and are lost: look at OTEL_EXPORTER_OTLP_ENDPOINT');
  };
  setGlobalErrorHandler(sayAway);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers: parseKeyPairsIntoRecord(shown ?? ''),
    timeoutMillis: GIVEN_UP_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': name }),
    sampler: new ParentBasedSampler({ root: asWhatItFollows(new TraceIdRatioBasedSampler(share)) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter, scheduledDelayMillis: EVERY_MS, exportTimeoutMillis: GIVEN_UP_MS }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      await provider.shutdown().catch(sayAway);
      trace.disable();
      propagation.disable();
      context.disable();
    },
  };
}

/** A trace that follows from another is told where that one is, so that a chain of them is told as a whole. */
function asWhatItFollows(otherwise: Sampler): Sampler {
  return {
    shouldSample(around: Context, traceId: string, name: string, kind: SpanKind, words, links: Link[]) {
      const [first] = links;
      if (first === undefined) return otherwise.shouldSample(around, traceId, name, kind, words, links);
      const told = (first.context.traceFlags & TraceFlags.SAMPLED) !== 0;
      return { decision: told ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
    },
    toString: () => `AsWhatItFollows{${otherwise}}`,
  };
}
