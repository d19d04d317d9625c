import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface SlowLine {
  url: string;
  /** No scan is answered until they go on; or no page opened. */
  hold(what?: 'scans' | 'pages'): void;
  goOn(): void;
  /** Every page breaks off until they go on. */
  breakOff(): void;
  close(): Promise<void>;
}

/** A line to the staff's web on which every answer to a scan is so many milliseconds under way, its form and its page half each; files are not. */
export async function slowLine(to: string, delayMs = 0): Promise<SlowLine> {
  const line = new EventEmitter();
  line.setMaxListeners(0);
  let held: 'scans' | 'pages' | undefined;
  let isBroken = false;
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request(new URL(url ?? '/', to), { method, headers }, async (got) => {
      const isPage = method === 'GET' && (headers.accept ?? '').startsWith('text/html');
      if (method === 'POST' || isPage) await wait(delayMs / 2);
      if (held === (method === 'POST' ? 'scans' : isPage ? 'pages' : 'none')) {
        if (!isBroken) await once(line, 'on');
        if (isBroken) {
          got.destroy();
          return answer.destroy();
        }
      }
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    breakOff();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  const hold = (what: 'scans' | 'pages' = 'scans') => {
    held = what;
  };
  const goOn = () => {
    [held, isBroken] = [undefined, false];
    line.emit('on');
  };
  const breakOff = () => {
    isBroken = true;
    line.emit('on');
  };
  return { url: `http://127.0.0.1:${port}`, hold, goOn, breakOff, close };
}
