import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface SlowLine {
  url: string;
  /** No scan is answered until they go on. */
  hold(): void;
  goOn(): void;
  close(): Promise<void>;
}

/** A line to the staff's web on which every answer to a scan is so many milliseconds under way; pages and files are not. */
export async function slowLine(to: string, delayMs = 0): Promise<SlowLine> {
  const line = new EventEmitter();
  line.setMaxListeners(0);
  let held = false;
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request(new URL(url ?? '/', to), { method, headers }, async (got) => {
      if (method === 'POST') await wait(delayMs);
      if (method === 'POST' && held) await once(line, 'on');
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  const hold = () => {
    held = true;
  };
  const goOn = () => {
    held = false;
    line.emit('on');
  };
  return { url: `http://127.0.0.1:${port}`, hold, goOn, close };
}
