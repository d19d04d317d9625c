import { type Endpoint, type Problem, ProblemSchema } from '@toshobin/contracts';
import type { CallInput } from '@toshobin/service';
import { eventually } from './eventually.ts';

/** What was heard of a front: its answer, or a refusal with the sentence that is shown. */
export type Heard<A> =
  | { ok: true; value: A }
  | { ok: false; code: string; values: Readonly<Record<string, string | number>>; sentence: string };

/** An answer that is neither what was agreed nor a refusal of a rule. */
export class UnexpectedAnswer extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  constructor(what: string, status: number, problem: Problem | undefined) {
    const faults = problem?.faults?.map(({ where, message }) => `${where}: ${message}`).join('; ');
    super(`${what} was answered with ${status} ${problem?.title ?? ''} ${faults ?? ''}`.trim());
    this.name = 'UnexpectedAnswer';
    this.status = status;
    this.problem = problem;
  }
}

/** The answer; a refusal is thrown, for steps that must succeed. */
export function granted<A>(heard: Heard<A>): A {
  if (heard.ok) return heard.value;
  throw new Error(`Refused: ${heard.code} ${JSON.stringify(heard.values)} ${heard.sentence}`);
}

/** One browser or device at one front: it keeps cookies, and speaks nothing but public HTTP. */
export class WebSession {
  readonly url: string;
  /**
   * Milliseconds for which a request that got no answer (a broken connection, 502 to 504) is sent again, as a
   * person taps again and a device resends its scan; 0 unless set.
   */
  patience = 0;
  /** Milliseconds until the next try. */
  triesEvery = 200;
  /** Told of every request and the status of its answer; of one that had none, nothing. */
  onAnswer: ((what: string, status: number | undefined) => void) | undefined;
  /**
   * Told of a request whose connection was cut without an answer; where it is set that is sent once more on another, as browsers do of a
   * connection that they had used before: a proxy that reads its files anew cuts those that nobody uses, also while somebody begins to.
   */
  onCut: (() => void) | undefined;
  /** Told what was asked for, where it was granted. */
  onGranted: ((body: unknown) => void) | undefined;
  readonly #cookies: Map<string, string>;

  constructor(url: string, cookies: Iterable<[string, string]> = []) {
    this.url = url.replace(/\/$/, '');
    this.#cookies = new Map(cookies);
  }

  /** What it keeps, for the same browser another time. */
  get cookies(): [string, string][] {
    return [...this.#cookies];
  }

  /** Asks for an operation of the front's own description. */
  async call<P, Q, B, A>(endpoint: Endpoint<P, Q, B, A>, input: CallInput<P, Q, B>): Promise<Heard<A>> {
    const parts: { params?: unknown; query?: unknown; body?: unknown } = input;
    const what = `${endpoint.method.toUpperCase()} ${endpoint.path}`;
    const send = () =>
      this.send(endpoint.method.toUpperCase(), addressOf(endpoint.path, parts.params, parts.query), {
        ...(parts.body === undefined
          ? {}
          : { body: JSON.stringify(parts.body), headers: { 'content-type': 'application/json' } }),
      });
    const heard = await read(what, endpoint, await this.#patiently(what, send));
    if (heard.ok) this.onGranted?.(parts.body);
    return heard;
  }

  #patiently(what: string, send: () => Promise<Response>): Promise<Response> {
    if (this.patience === 0) return send();
    return eventually(
      `an answer to ${what}`,
      async () => {
        const sent = await send();
        return sent.status >= 502 && sent.status <= 504 ? undefined : sent;
      },
      { within: this.patience, every: this.triesEvery },
    );
  }

  /** Sends anything to this front, with its cookies; what comes back is not judged. */
  async send(
    method: string,
    path: string,
    init: { body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const ask = () =>
      fetch(`${this.url}${path}`, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(20_000),
        headers: {
          origin: this.url,
          accept: 'application/json, application/problem+json',
          ...(cookie === '' ? {} : { cookie }),
          ...init.headers,
        },
        ...(init.body === undefined ? {} : { body: init.body }),
      });
    const response = await ask()
      .catch((fault: unknown) => {
        if (this.onCut === undefined || !wasCut(fault)) throw fault;
        this.onCut();
        return ask();
      })
      .catch((fault: unknown) => {
        this.onAnswer?.(`${method} ${path}`, undefined);
        throw fault;
      });
    this.onAnswer?.(`${method} ${path}`, response.status);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}

async function read<P, Q, B, A>(
  what: string,
  endpoint: Endpoint<P, Q, B, A>,
  response: Response,
): Promise<Heard<A>> {
  const text = await response.text();
  if (response.ok)
    return { ok: true, value: endpoint.answer.parse(text === '' ? undefined : JSON.parse(text)) };
  const problem = problemOf(text);
  const code = endpoint.refusals.find((known) => known === problem?.code);
  if (code === undefined) throw new UnexpectedAnswer(what, response.status, problem);
  return { ok: false, code, values: problem?.values ?? {}, sentence: problem?.sentence?.ja ?? '' };
}

/** The other side ended the connection, or reset it. */
function wasCut(fault: unknown): boolean {
  const cause = fault instanceof Error ? fault.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ECONNRESET' || code === 'UND_ERR_SOCKET';
}

function problemOf(text: string): Problem | undefined {
  try {
    return ProblemSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function addressOf(path: string, params: unknown, query: unknown): string {
  const given = new Map(entriesOf(params));
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(given.get(name))));
  const search = new URLSearchParams(
    entriesOf(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
