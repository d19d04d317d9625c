import { createServer, type Server } from 'node:http';
import { z } from 'zod';

const Link = z.object({ traceId: z.string() });
const Span = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  links: z.array(Link).default([]),
});
const Sent = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({
        attributes: z.array(
          z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) }),
        ),
      }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

/** A span as it was sent, and by which process. */
export type SeenSpan = z.output<typeof Span> & { process: string };

/** What stands for a collector of traces: it keeps what it is sent, word by word. */
export class TraceReceiver {
  /** Everything that was sent, as it came. */
  readonly sent: string[] = [];
  readonly spans: SeenSpan[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      let text = '';
      for await (const part of request.setEncoding('utf8')) text += part;
      this.#keep(text);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }

  static async open(): Promise<TraceReceiver> {
    const receiver = new TraceReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('It does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  #keep(text: string): void {
    this.sent.push(text);
    for (const { resource, scopeSpans } of Sent.parse(JSON.parse(text)).resourceSpans) {
      const named = resource.attributes.find(({ key }) => key === 'service.name');
      const process = named?.value.stringValue ?? 'unknown';
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, process }))));
    }
  }

  /** Every span of the trace of this one, of the traces that follow from it, and of those that follow from these. */
  following(first: SeenSpan): SeenSpan[] {
    const traces = new Set([first.traceId]);
    for (let before = 0; before !== traces.size; ) {
      before = traces.size;
      for (const { traceId, links } of this.spans)
        if (links.some((link) => traces.has(link.traceId))) traces.add(traceId);
    }
    return this.spans.filter(({ traceId }) => traces.has(traceId));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
