import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Logger } from './create-logger.ts';

/** What a span tells beside its name: these words, each of them ours, and never an id, a person or what somebody wrote. */
interface SpanWords {
  'http.request.method'?: string;
  /** The pattern of an address. */
  'http.route'?: string;
  'http.response.status_code'?: number;
  /** The process of ours that is asked. */
  'peer.service'?: string;
  'messaging.destination.name'?: string;
  'messaging.consumer.group.name'?: string;
  'temporal.workflow_type'?: string;
  'temporal.task_queue'?: string;
  attempt?: number;
  /** How many reservations a mail speaks of. */
  items?: number;
}

/** One step of what is traced. */
export interface Step {
  /** A verb, and the name of an operation, an event or a command. */
  readonly name: string;
  readonly kind: 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  /** What it is a part of: `now` is what is done at this moment, a traceparent what somebody told. Undefined begins a trace. */
  readonly partOf: 'now' | string | undefined;
  /** Traceparents of other traces that it follows from. */
  readonly follows?: readonly (string | null | undefined)[];
  readonly words?: SpanWords;
}

/** A step that was begun. */
interface OpenStep {
  /** For whoever goes on with it elsewhere; undefined where nothing is traced. */
  readonly traceparent?: string;
  tell(words: SpanWords): void;
  rename(name: string): void;
  /** Does something as a part of it. */
  within<T>(work: () => T): T;
  end(fault?: unknown): void;
}

interface TracingConfig {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_EXPORTER_OTLP_HEADERS?: string | undefined;
  OTEL_TRACES_SAMPLER_ARG: number;
}

const notTraced: OpenStep = { tell() {}, rename() {}, within: (work) => work(), end() {} };
let tracer: Tracer | undefined;
let send: { stop(): Promise<void> } | undefined;

/** Sends the traces of this process, where they are wanted; otherwise nothing of it is loaded. Before anything else is begun. */
export async function startTracing(name: string, config: TracingConfig, log: Logger): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: shown } = config;
  if (endpoint === undefined) return;
  const { sendTraces } = await import('./send-traces.ts');
  send = sendTraces({ name, endpoint, shown, share: config.OTEL_TRACES_SAMPLER_ARG, log });
  tracer = trace.getTracer('toshobin');
}

/** Sends what is left. */
export async function stopTracing(): Promise<void> {
  tracer = undefined;
  await send?.stop();
  send = undefined;
}

/** Whether traces are wanted of this process. */
export function isTraced(): boolean {
  return tracer !== undefined;
}

/** What is done at this moment, in the words of W3C, for whoever goes on with it later; undefined where nothing is traced. */
export function traceparentNow(): string | undefined {
  return tracer === undefined ? undefined : traceparentOf(context.active());
}

/** Begins a step that whoever calls ends. */
export function beginStep({ name, kind, partOf, follows = [], words = {} }: Step): OpenStep {
  if (tracer === undefined) return notTraced;
  const around = partOf === 'now' ? context.active() : contextOf(partOf);
  const links = follows.flatMap((told) => {
    const linked = told ? trace.getSpanContext(contextOf(told)) : undefined;
    return linked === undefined ? [] : [{ context: linked }];
  });
  const span = tracer.startSpan(name, { kind: SpanKind[kind], links, attributes: { ...words } }, around);
  const inside = trace.setSpan(around, span);
  const traceparent = traceparentOf(inside);
  return {
    ...(traceparent !== undefined && { traceparent }),
    tell: (more) => void span.setAttributes({ ...more }),
    rename: (better) => void span.updateName(better),
    within: (work) => context.with(inside, work),
    end: (fault) => endSpan(span, fault),
  };
}

/** Does something as one step. Where nothing is traced it is just done. */
export async function traced<T>(step: Step, work: (step: OpenStep) => Promise<T>): Promise<T> {
  if (tracer === undefined) return work(notTraced);
  const open = beginStep(step);
  let fault: unknown;
  try {
    return await open.within(() => work(open));
  } catch (thrown) {
    fault = thrown;
    throw thrown;
  } finally {
    open.end(fault);
  }
}

/** Does what is no part of what is done at this moment, though it is begun by it: a loop that goes on afterwards. */
export function untraced<T>(work: () => T): T {
  return tracer === undefined ? work() : context.with(ROOT_CONTEXT, work);
}

/** Of a fault its class alone: its message may have what a person wrote. */
function endSpan(span: Span, fault: unknown): void {
  if (fault !== undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', fault instanceof Error ? fault.constructor.name : 'unknown');
  }
  span.end();
}

function contextOf(traceparent: string | undefined): Context {
  return traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });
}

function traceparentOf(within: Context): string | undefined {
  const told: { traceparent?: string } = {};
  propagation.inject(within, told);
  return told.traceparent;
}
