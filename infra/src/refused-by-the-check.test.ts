import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { root } from './services.ts';

// The catalog folds the facts of a reservation, and sets of states have their names in the rules: what `npm run check`
// says of each way around it, planted in a copy of its configuration.

const refused: Readonly<Record<string, readonly [where: string, line: string]>> = {
  'a kind of fact, imported by its name': [
    'services/patron/src/my-library',
    `import { FactKindSchema } from '@toshobin/lending-rules/facts';\nexport const kinds = FactKindSchema.options;`,
  ],
  'the type of a kind of fact': [
    'services/staff-web/src/timeline',
    `import type { FactKind } from '@toshobin/lending-rules/facts';\nexport type Kind = FactKind;`,
  ],
  'the fold, whole': [
    'services/patron/src/standings',
    `import * as rules from '@toshobin/lending-rules/ledger';\nexport const fold = rules.stateOf;`,
  ],
  'the fold, when it is needed': [
    'workflows/src/reservation',
    `export const fold = async () => (await import('@toshobin/lending-rules/ledger')).stateOf;`,
  ],
  'the fold, by its path': [
    'services/patron/src/slots',
    `export { stateOf } from '../../../../libs/lending-rules/src/ledger/state-of.ts';`,
  ],
  'the fold, handed on by another library': [
    'libs/web/src/pages',
    `export * from '@toshobin/lending-rules/ledger';`,
  ],
  'how far a copy has come, asked by the kind of a fact': [
    'workflows/src/reservation',
    `import { reached } from '@toshobin/lending-rules/ledger';\nexport const isIt = reached;`,
  ],
  'the same by a command of the catalog': [
    'services/catalog/src/copies',
    `import { reached } from '@toshobin/lending-rules/ledger';\nexport const isIt = reached;`,
  ],
  'the rank of a step': [
    'services/staff-web/src/desk',
    `import { rankOf } from '@toshobin/lending-rules/ledger';\nexport const rank = rankOf;`,
  ],
  'the shape of a position': [
    'services/patron/src/standings',
    `import { PositionSchema } from '@toshobin/lending-rules/ledger';\nexport const shape = PositionSchema;`,
  ],
  'the fold, in shipping': [
    'services/shipping/src/parcels',
    `import { stateOf } from '@toshobin/lending-rules/ledger';\nexport const fold = stateOf;`,
  ],
  'a kind of fact in shipping, where no parcel is': [
    'services/shipping/src/standings',
    `import type { Fact } from '@toshobin/lending-rules/facts';\nexport type Scan = Fact;`,
  ],
  'the fold, in the contracts': [
    'libs/contracts/src',
    `import { positionOf } from '@toshobin/lending-rules/ledger';\nexport const where = positionOf;`,
  ],
  'the tasks that a fact settles, outside of the catalog': [
    'services/patron/src/tasks',
    `export { tasksSettledBy } from '@toshobin/contracts/tasks-settled';`,
  ],
  'a fact, by the event that tells it': [
    'services/patron/src/facts',
    `import { eventSchemas } from '@toshobin/contracts';\nexport const told = eventSchemas['catalog.copy.scanned'];`,
  ],
  'a fact of shipping, by the type of its event': [
    'workflows/src/facts',
    `import type { EventData } from '@toshobin/contracts';\nexport type Told = EventData<'shipping.copy.moved'>;`,
  ],
  'two states, compared': [
    'services/patron/src/my-library',
    `export const is = (state: string) => state === 'queued' || state === 'suspended';`,
  ],
  'two states of something called otherwise': [
    'services/staff-web/src/desk',
    `export const is = (row: { shown: string }) => row.shown !== 'queued' && row.shown !== 'suspended';`,
  ],
  'two ends, with nothing between them': [
    'services/patron/src/slots',
    `export const is = (ended: string | null) => ended === 'cancelled' || ended === null || ended === 'expired';`,
  ],
  'states in a Set': [
    'services/patron-web/src/my-library',
    `export const is = (state: string) => new Set(['queued', 'suspended']).has(state);`,
  ],
  'states in a list with a name': [
    'services/shipping/src/packing',
    `export const lent: readonly string[] = ['handedOut', 'overdue'];`,
  ],
  'stages in a list where they are used': [
    'workflows/src/reservation',
    `export const is = (stage: string) => ['toFetch', 'fetched'].includes(stage);`,
  ],
  'ends in a list': [
    'services/patron/src/notices',
    `export const unlent = ['cancelled', 'expired'] as const;`,
  ],
  'states in a question to the database': [
    'services/catalog/src/queue',
    `export const where = { state: { in: ['waiting', 'suspended'] } };`,
  ],
  'states in a statement': [
    'services/catalog/src/ledger',
    "export const sql = `SELECT number FROM queue_entry WHERE state IN ('waiting', 'suspended')`;",
  ],
  'states in a list of the contracts': [
    'libs/contracts/src',
    `export const waiting = ['queued', 'suspended'] as const;`,
  ],
};

const allowed: Readonly<Record<string, readonly [where: string, line: string]>> = {
  'the fold, in the catalog': [
    'services/catalog/src/ledger',
    `import { stateOf } from '@toshobin/lending-rules/ledger';\nexport const fold = stateOf;`,
  ],
  'the scans of its own parcels, in shipping': [
    'services/shipping/src/parcels',
    `import type { Fact } from '@toshobin/lending-rules/facts';\nexport type Scan = Fact;`,
  ],
  'which scan it was': [
    'services/staff-web/src/timeline',
    `export const inParcel = (kind: string) => ['packed', 'shipped', 'arrived'].includes(kind);`,
  ],
};

const copy = mkdtempSync(path.join(tmpdir(), 'check-'));
const planted = new Map(
  Object.entries({ ...refused, ...allowed }).map(([what, [where, line]], n) => [
    what,
    { file: `${where}/planted-${n}.ts`, line },
  ]),
);
const said: string[] = [];

beforeAll(() => {
  for (const file of ['biome.json', '.gitignore', '.dependency-cruiser.cjs', 'infra'])
    cpSync(path.join(root, file), path.join(copy, file), {
      recursive: true,
      filter: (from) => file !== 'infra' || from === path.join(root, 'infra') || from.endsWith('.grit'),
    });
  mkdirSync(path.join(copy, 'node_modules/@toshobin'), { recursive: true });
  for (const name of ['lending-rules', 'contracts']) {
    cpSync(path.join(root, 'libs', name), path.join(copy, 'libs', name), { recursive: true });
    symlinkSync(path.join('../../libs', name), path.join(copy, 'node_modules/@toshobin', name));
  }
  for (const { file, line } of planted.values()) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), `${line}\n`);
  }
  said.push(...lint(), ...arrows());
});

afterAll(() => rmSync(copy, { recursive: true }));

const Violations = z.array(
  z.object({ from: z.string(), rule: z.object({ name: z.string(), severity: z.string() }) }),
);
const Arrows = z.object({ summary: z.object({ violations: Violations }) });
const ofFacts = ['facts-are-folded-in-the-catalog', 'kinds-of-facts-stay-in-the-catalog'];

/** The files that the lint refuses. */
function lint(): string[] {
  const out = run('@biomejs/biome/bin/biome', ['lint', '--reporter=github', '--max-diagnostics=none', '.']);
  return [...out.matchAll(/^::error title=plugin,file=([^,]+)/gm)].flatMap(([, file]) => file ?? []);
}

/** The files that an arrow about facts refuses. */
function arrows(): string[] {
  const bin = 'dependency-cruiser/bin/dependency-cruiser.mjs';
  const files = [...planted.values()].map(({ file }) => file);
  const out = run(bin, ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...files]);
  const { violations } = Arrows.parse(JSON.parse(out)).summary;
  const broken = violations.filter(({ rule }) => rule.severity === 'error' && ofFacts.includes(rule.name));
  return broken.map(({ from }) => from);
}

function run(bin: string, args: readonly string[]): string {
  const { stdout } = spawnSync(process.execPath, [path.join(root, 'node_modules', bin), ...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return stdout;
}

function isRefused(what: string): boolean {
  const file = planted.get(what)?.file ?? '';
  return said.some((one) => one.endsWith(file));
}

describe('the check refuses', () => {
  test.each(Object.keys(refused))('%s', (what) => {
    expect(isRefused(what)).toBe(true);
  });
});

describe('the check lets pass', () => {
  test.each(Object.keys(allowed))('%s', (what) => {
    expect(isRefused(what)).toBe(false);
  });
});
