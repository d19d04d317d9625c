import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Stack } from '@toshobin/infra';
import pg from 'pg';

const keepers = ['catalog', 'patron', 'shipping', 'temporal'] as const;
export type Keeper = (typeof keepers)[number];

/** Backups of what a stack keeps, each of one moment. */
export class Backups {
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  async take(keeper: Keeper): Promise<void> {
    if (keeper === 'temporal') {
      this.#stack.pause('temporal');
      for (const [file, backup] of this.#temporalFiles()) await copyIfThere(file, backup);
      this.#stack.resume('temporal');
      return;
    }
    await this.#withoutConnections(keeper, async (admin, name) => {
      await admin.query(`DROP DATABASE IF EXISTS ${name}_backup`);
      await admin.query(`CREATE DATABASE ${name}_backup TEMPLATE ${name}`);
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    });
  }

  /** As it was at its backup; what happened since is lost there. */
  async setBack(keeper: Keeper): Promise<void> {
    if (keeper === 'temporal') {
      this.#stack.pause('temporal');
      for (const [file, backup] of this.#temporalFiles()) await copyIfThere(backup, file);
      await this.#stack.kill('temporal');
      await this.#stack.ready('temporal');
      // It keeps processes in memory, further than their histories are now.
      await this.#stack.restart('workflows');
      return;
    }
    await this.#withoutConnections(keeper, async (admin, name) => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${name}_backup`);
    });
    await this.#stack.ready(keeper);
  }

  #temporalFiles(): [string, string][] {
    const file = path.join(this.#stack.plan.stateFolder, 'temporal.db');
    return ['', '-wal', '-shm'].map((end) => [`${file}${end}`, `${file}-backup${end}`]);
  }

  async #withoutConnections(
    keeper: Exclude<Keeper, 'temporal'>,
    work: (admin: pg.Client, name: string) => Promise<void>,
  ): Promise<void> {
    const url = new URL(this.#stack.env[`${keeper.toUpperCase()}_DATABASE_URL`] ?? '');
    const name = url.pathname.slice(1);
    url.pathname = '/postgres';
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    try {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      await work(admin, name);
    } finally {
      await admin.end();
    }
  }
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await copyFile(from, to).catch((fault: NodeJS.ErrnoException) => {
    // The write-ahead log is not there when it was just written back.
    if (fault.code !== 'ENOENT') throw fault;
  });
}
