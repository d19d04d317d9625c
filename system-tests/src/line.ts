import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The line between two processes, a browser and a web for instance. It can be cut, also at the moment when an answer is on
 * its way. Where it has several ends, connections go to one after the other.
 */
export class Line {
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** What the near ends said first, by which some of them are told apart. */
  readonly #openings = new Map<Socket, Buffer>();
  readonly #ends: number[];
  #joined = 0;
  #refused: (opening: Buffer) => boolean = () => false;
  #state: 'up' | 'cutAtNextAnswer' | 'cut' = 'up';

  private constructor(server: Server, port: number, to: number) {
    this.#server = server;
    this.#ends = [to];
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Lays one to a port; the browser's end is a port of its own. */
  static async lay(port: number, to: number): Promise<Line> {
    const server = createServer();
    const line = new Line(server, port, to);
    server.on('connection', (near) => line.#join(near, connect(line.#nextEnd(), '127.0.0.1')));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  /** One more process behind it. */
  endsAlsoAt(port: number): void {
    this.#ends.push(port);
  }

  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#open) socket.destroy();
  }

  /** Cuts off those alone whose connections begin so, until it is mended; answers how many connections ended. */
  cutOff(whose: (opening: Buffer) => boolean): number {
    this.#refused = whose;
    const theirs = [...this.#openings].filter(([, opening]) => whose(opening));
    for (const [socket] of theirs) socket.destroy();
    return theirs.length;
  }

  /** The next request still arrives; what is answered to it does not. */
  cutAtNextAnswer(): void {
    this.#state = 'cutAtNextAnswer';
  }

  mend(): void {
    this.#state = 'up';
    this.#refused = () => false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #nextEnd(): number {
    const end = this.#ends[this.#joined++ % this.#ends.length];
    if (end === undefined) throw new Error('A line without an end');
    return end;
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
        this.#openings.delete(socket);
        other.destroy();
      });
    }
    near.once('data', (opening) => {
      this.#openings.set(near, opening);
      if (this.#refused(opening)) near.destroy();
    });
    near.on('data', (chunk) => near.destroyed || far.write(chunk));
    far.on('data', (chunk) => {
      if (this.#state === 'cutAtNextAnswer') this.cut();
      else near.write(chunk);
    });
  }
}
