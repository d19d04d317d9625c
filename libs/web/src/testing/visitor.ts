/** An answer as a visitor gets it. */
export interface Got {
  status: number;
  text: string;
  location: string | null;
  headers: Headers;
}

/**
 * A browser without scripts: keeps its cookie, fills in the forms that were drawn, and follows nothing by itself but the
 * way back to a form that was not accepted.
 */
export class Visitor {
  readonly #base: string;
  cookie = '';
  #token = '';

  readonly #userAgent: Readonly<Record<string, string>>;

  constructor(base: string, userAgent?: string) {
    this.#base = base;
    this.#userAgent = userAgent === undefined ? {} : { 'user-agent': userAgent };
  }

  async get(path: string): Promise<Got> {
    const got = await this.send('GET', path);
    this.#token = /name="_token" value="([^"]+)"/.exec(got.text)?.[1] ?? this.#token;
    return got;
  }

  /** Posts a form with the token of the last page. */
  async post(path: string, fields: Record<string, string | string[]>): Promise<Got> {
    const body = new URLSearchParams({ _token: this.#token });
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    return this.send('POST', path, { body: body.toString() });
  }

  async json(method: string, path: string, body?: unknown): Promise<Got> {
    return this.send(method, path, {
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
  }

  async send(
    method: string,
    path: string,
    init: { body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> } = {},
  ): Promise<Got> {
    const response = await fetch(this.#base + path, {
      method,
      redirect: 'manual',
      headers: {
        ...this.#userAgent,
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(init.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...init.headers,
      },
      ...(init.body === undefined ? {} : { body: init.body }),
    });
    // What names a browser beside its session, or is its preference, is kept by a Device alone.
    const set = response.headers.getSetCookie().find((one) => !/toshobin-(?:known|paper)/.test(one));
    const cookie = set?.split(';')[0];
    if (cookie !== undefined) this.cookie = cookie;
    const { status, headers } = response;
    const location = headers.get('location');
    if (method === 'POST' && location?.endsWith('again=1')) return this.get(location);
    return { status, headers, text: await response.text(), location };
  }
}
