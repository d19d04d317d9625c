import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory, type ErrorRegistry } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { migrationAdapter } from './migration-adapter.ts';

/** What the schema engine is to leave alone: nothing. */
export const everything = { externalTables: [], externalEnums: [] };

let lastPanic: string | undefined;
let instantiated: Promise<void> | undefined;

/**
 * Runs Prisma's schema engine against a database. It is the WebAssembly build, so nothing is
 * downloaded and no binary is needed; it wants a live database even for a comparison of two texts.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  work: (schemaEngine: engine.SchemaEngine) => Promise<T>,
): Promise<T> {
  instantiated ??= instantiate();
  await instantiated;
  const { factory, close } = migrationAdapter(databaseUrl);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const schemaEngine = await engine.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
    try {
      return await work(schemaEngine);
    } finally {
      schemaEngine.free();
    }
  } catch (error) {
    throw explained(error, adapter.errorRegistry);
  } finally {
    await close();
  }
}

/** An error of the database passes through the engine as a number only; and a panic as a TypeError. */
function explained(error: unknown, registry: ErrorRegistry): unknown {
  const panic = lastPanic;
  lastPanic = undefined;
  if (panic !== undefined) return new Error(`The schema engine panicked: ${panic}`, { cause: error });
  const text = String(error);
  const number = /External error id#(\d+)/.exec(text)?.[1];
  if (number === undefined) return error;
  const original = registry.consumeError(Number(number))?.error;
  const migration = /migration_name="([^"]+)"/.exec(text)?.[1];
  const said = original instanceof Error ? original.message : String(original);
  return new Error(migration === undefined ? said : `${migration}: ${said}`, { cause: original });
}

/** The package's own entry would start it with timers that hold a process which is done (see `unrefTimer`). */
async function instantiate(): Promise<void> {
  // Without this, a panic of the engine is reported as an unrelated TypeError.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        lastPanic = message;
      },
    },
  });
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const wasm = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': Object.fromEntries(
      Object.entries(engine).map(([name, value]) => [
        name,
        name.includes('_setTimeout_') ? unrefTimer : value,
      ]),
    ),
  });
  engine.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== 'function') throw new Error('The schema engine has no entry point');
  start();
}

/** The engine's ten seconds for its lock are never cancelled: they would hold a process that is done. */
function unrefTimer(callback: () => void, milliseconds: number): NodeJS.Timeout {
  return setTimeout(callback, milliseconds).unref();
}
