import http from 'node:http';

export interface Heard {
  status: number;
  location: string | undefined;
  text: string;
}

/** One request, to the last byte of its answer. */
export function request(
  url: URL,
  what: { method: string; agent: http.Agent; headers?: http.OutgoingHttpHeaders; body?: string | undefined },
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const { body = '', headers, ...rest } = what;
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = http.request(url, { ...rest, headers: { ...headers, ...length }, timeout: 20_000 });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`No answer from ${url.pathname} in 20 seconds`)));
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          text: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    sent.end(body);
  });
}
