import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The line between a browser and a web. It can be cut, also at the moment when an answer is on its way. */
export class Line {
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #state: 'up' | 'cutAtNextAnswer' | 'cut' = 'up';

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Lays one to a port; the browser's end is a port of its own. */
  static async lay(port: number, to: number): Promise<Line> {
    const server = createServer();
    const line = new Line(server, port);
    server.on('connection', (near) => line.#join(near, connect(to, '127.0.0.1')));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#open) socket.destroy();
  }

  /** The next request still arrives; what is answered to it does not. */
  cutAtNextAnswer(): void {
    this.#state = 'cutAtNextAnswer';
  }

  mend(): void {
    this.#state = 'up';
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    if (this.#state === 'cut') {
      near.destroy();
      far.destroy();
      return;
    }
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(socket);
      // Whoever hangs up ends both: nothing of a broken connection is to be told here.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#open.delete(socket);
        other.destroy();
      });
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => {
      if (this.#state === 'cutAtNextAnswer') this.cut();
      else near.write(chunk);
    });
  }
}
