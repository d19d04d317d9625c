import http from 'node:http';

/** Serves the bench that started this process, which is told the address: each request is answered once its body is there. */
export function answerBodies(
  answer: (request: http.IncomingMessage, body: string, response: http.ServerResponse) => Promise<unknown>,
): void {
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      answer(request, Buffer.concat(parts).toString('utf8'), response).catch(() =>
        response.writeHead(500).end(),
      );
    });
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) process.send?.(`http://127.0.0.1:${address.port}`);
  });
  // Whatever becomes of the bench, nothing of it stays behind.
  process.on('disconnect', () => process.exit());
}
