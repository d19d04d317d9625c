import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { letOthersFirst } from './let-others-first.ts';
import { watchProgress } from './watch-progress.ts';

/** How one process of the stack is started, known to be ready, and stopped. */
export interface ChildDescription {
  readonly name: string;
  readonly spawn: () => ChildProcess | Promise<ChildProcess>;
  /** Where it says what it does. */
  readonly log: string;
  /** True when it can serve now; otherwise false, or what it waits for. Asked again and again. */
  readonly probe: () => Promise<boolean | string>;
  readonly stopSignal: NodeJS.Signals;
  /** Seconds it may take to stop before it is killed. */
  readonly grace: number;
  /** Whether the others get the processors first. */
  readonly yields?: boolean;
  /** Milliseconds before the first restart, doubled for each further one; 200 unless told. */
  readonly firstDelay?: number;
  /** Milliseconds that it may do nothing before it can serve; 90,000 unless told. */
  readonly patience?: number;
  /** Whether it stays away when it ends unasked, until somebody starts it: somebody is writing it. */
  readonly staysAway?: boolean;
}

const restartsPerMinute = 5;
/** However busy it is; and where nobody can see that. */
const readyWithin = existsSync('/proc/self/stat') ? 1_800_000 : 300_000;

/**
 * A process that is kept running: when it ends unasked, that is said in one line and it is started again,
 * after 0.2 s, 0.4 s and so on. The sixth end within a minute is given up.
 */
export class SupervisedChild {
  readonly name: string;
  readonly #description: ChildDescription;
  readonly #say: (line: string) => void;
  readonly #givenUp: (why: string) => void;
  #process: ChildProcess | undefined;
  #wanted = false;
  #failure: string | undefined;
  #ends: number[] = [];
  #restart: NodeJS.Timeout | undefined;

  constructor(description: ChildDescription, say: (line: string) => void, givenUp: (why: string) => void) {
    this.name = description.name;
    this.#description = description;
    this.#say = say;
    this.#givenUp = givenUp;
  }

  /** The process's number, or undefined while it is not there. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it and waits until it can serve. */
  async start(): Promise<void> {
    if (this.#wanted) return this.ready();
    this.#wanted = true;
    this.#failure = undefined;
    this.#ends = [];
    await this.#spawn();
    await this.ready();
  }

  /**
   * Waits until it can serve, also through restarts, and as long as it gets on: a busy machine takes its time. Throws
   * when it is given up or hangs.
   */
  async ready(): Promise<void> {
    const { log, probe, patience = 90_000 } = this.#description;
    const began = performance.now();
    const progress = watchProgress({ pid: () => this.pid, log, patience });
    for (;;) {
      if (this.#failure !== undefined) throw new Error(this.#failure);
      if (!this.#wanted) throw new Error(`${this.name} was stopped`);
      const answer = this.#process !== undefined && (await probe().catch(() => false));
      if (answer === true) {
        this.#yield();
        return;
      }
      const waitsFor = answer === false ? '' : answer;
      const why = waitsFor === '' ? '' : `, waits for ${waitsFor}`;
      if (progress.hangs(waitsFor))
        throw new Error(`${this.name} is not ready${why}, and has done nothing for ${patience / 1000} s`);
      const waited = performance.now() - began;
      if (waited > readyWithin)
        throw new Error(`${this.name} is not ready${why} after ${readyWithin / 1000} s`);
      // Asked often it would take processor time for its answers alone, and seem to get on.
      await wait(waited < 10_000 ? 100 : 1_000);
    }
  }

  /** Stops it and leaves it stopped. */
  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#restart);
    const child = this.#process;
    if (child === undefined) return;
    const killer = setTimeout(() => child.kill('SIGKILL'), this.#description.grace * 1000);
    await this.#end(child, this.#description.stopSignal);
    clearTimeout(killer);
  }

  /** Sends a signal that ends it, and returns when it has ended; it is then started again as after any end. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.#process !== undefined) await this.#end(this.#process, signal);
  }

  /** Freezes it, and the processes that it has begun, which would go on without it (PostgreSQL's, one a connection). */
  pause(): void {
    this.#signalAll('SIGSTOP');
  }

  /** Lets all of them go on. */
  resume(): void {
    this.#signalAll('SIGCONT');
  }

  #signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    // First itself: what is frozen begins no other.
    this.#process?.kill(signal);
    for (const pid of childrenOf(this.pid)) signalIfThere(pid, signal);
  }

  async #end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    const ended = once(child, 'exit');
    // A frozen process would not hear anything but SIGKILL.
    child.kill(signal);
    this.resume();
    await ended;
  }

  async #spawn(): Promise<void> {
    const child = await this.#description.spawn();
    if (!this.#wanted) child.kill(this.#description.stopSignal);
    this.#process = child;
    // A first start is waited for; one that follows an end is not.
    if (this.#ends.length > 0) this.#yield();
    child.once('error', (error) => {
      // The child could not be started at all; no 'exit' follows.
      this.#process = undefined;
      this.#ended(error.message);
    });
    child.once('exit', (code, signal) => {
      this.#process = undefined;
      this.#ended(signal ?? `status ${code}`);
    });
  }

  #yield(): void {
    const { pid } = this;
    if (this.#description.yields && pid !== undefined) letOthersFirst(pid);
  }

  #ended(how: string): void {
    if (!this.#wanted) return;
    if (this.#description.staysAway) {
      this.#wanted = false;
      this.#failure = `${this.name} ended (${how})`;
      return;
    }
    const now = performance.now();
    this.#ends = [...this.#ends.filter((time) => now - time < 60_000), now];
    if (this.#ends.length > restartsPerMinute) {
      this.#wanted = false;
      this.#failure = `${this.name} ended ${this.#ends.length} times within a minute (${how})`;
      this.#givenUp(this.#failure);
      return;
    }
    const delay = (this.#description.firstDelay ?? 200) * 2 ** (this.#ends.length - 1);
    this.#say(`${this.name} ended (${how}); starting it again in ${delay / 1000} s`);
    this.#restart = setTimeout(() => {
      this.#spawn().catch((error: unknown) => this.#ended(String(error)));
    }, delay);
  }
}

/** The processes that one has begun and that go on; none where that is not to be seen. */
function childrenOf(pid: number | undefined): number[] {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return listed.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The child has ended meanwhile.
  }
}
