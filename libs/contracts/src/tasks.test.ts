import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { readKnown } from './read-known.ts';
import { TaskKindSchema, TaskSchema, TaskWhySchema, taskApi } from './tasks.ts';

const known = {
  taskId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0501',
  kind: 'searchCopy',
  library: 'pref',
  subject: { barcode: '1000000013' },
  why: 'notOnShelf',
  openedAt: '2026-11-22T01:00:00Z',
};

test('a list with a task that only another release knows is read, and that one is on it', () => {
  const told = {
    tasks: [
      known,
      { ...known, why: 'flooded' },
      { ...known, kind: 'dryCopy', why: 'flooded', subject: { barcode: '1000000013', shelf: 'P/42' } },
    ],
  };
  const read = readKnown(taskApi.tasks.answer, told);
  expect(read.data?.tasks).toEqual([
    known,
    { ...known, why: null },
    { ...known, kind: 'ofAnotherRelease', why: null },
  ]);
});

test.each(['input', 'output'] as const)(
  'what is written down of its %s names the kinds and reasons',
  (io) => {
    const { kind, why } = TaskSchema.shape;
    const written = [kind, why].map((schema) => JSON.stringify(z.toJSONSchema(schema, { io })));
    for (const [n, values] of [TaskKindSchema.options, TaskWhySchema.options].entries())
      for (const value of values) expect(written[n]).toContain(`"${value}"`);
  },
);

test('a kind that is no text, or a reason, is refused as before', () => {
  for (const wrong of [{ kind: 7 }, { why: 7 }, { kind: null }])
    expect(TaskSchema.safeParse({ ...known, ...wrong }).success).toBe(false);
});
