import { expect, test } from '@jest/globals';
import { TaskKindSchema, TaskSchema, TaskWhySchema } from '@toshobin/contracts';
import { z } from 'zod';
import { misreads } from './misreads.ts';

const written = (schema: z.ZodType) => z.toJSONSchema(schema, { target: 'draft-7', io: 'output' });
const read = (schema: z.ZodType) => z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
const said = (reader: z.ZodType, writer: z.ZodType) =>
  misreads(JSON.parse(JSON.stringify(read(reader))), JSON.parse(JSON.stringify(written(writer))));

const loan = z.object({ due: z.iso.date(), extended: z.boolean() });

test.each<[string, z.ZodType, z.ZodType, string[]]>([
  ['the same', loan, loan, []],
  ['a field more, which is passed over', loan, loan.extend({ library: z.string() }), []],
  ['a field less', loan, loan.omit({ extended: true }), ['/extended may be left out']],
  [
    'a field less that has a default',
    loan.extend({ extended: z.boolean().default(false) }),
    loan.omit({ extended: true }),
    [],
  ],
  [
    'a field changed in place',
    loan,
    loan.extend({ extended: z.number() }),
    ['/extended is number, not boolean'],
  ],
  [
    'a field that may now be empty',
    loan,
    loan.extend({ due: z.iso.date().nullable() }),
    ['/due is null, not string'],
  ],
  ['a date that is now any text', loan, loan.extend({ due: z.string() }), ['/due has another pattern']],
  ['a value more', z.enum(['web', 'phone']), z.enum(['web', 'phone', 'counter']), ['/ may be "counter"']],
  [
    'a task of a kind and a reason more, which is shown as another release’s',
    z.array(TaskSchema),
    z.array(
      TaskSchema.extend({
        kind: z.enum([...TaskKindSchema.options, 'dryCopy']),
        why: z.enum([...TaskWhySchema.options, 'flooded']).nullable(),
      }),
    ),
    [],
  ],
  ['a value less', z.enum(['web', 'phone']), z.enum(['web']), []],
  ['any text for one of some', z.enum(['web', 'phone']), z.string(), ['/ may be anything']],
  [
    'one of several kinds, with a kind more',
    z.array(z.union([z.object({ kind: z.literal('a') }), z.null()])),
    z.array(z.union([z.object({ kind: z.enum(['a', 'b']) }), z.null()])),
    ['/0/kind may be "b"'],
  ],
  ['a longer list', z.array(z.string()).max(10), z.array(z.string()).max(20), ['/ may pass its maxItems']],
  ['a whole number for a number', z.number(), z.int(), []],
  [
    'what stands under names, otherwise',
    z.record(z.string(), z.string()),
    z.record(z.string(), z.boolean()),
    ['/* is boolean, not string'],
  ],
])('%s', (_what, reader, writer, why) => {
  expect(said(reader, writer)).toEqual(why);
});
