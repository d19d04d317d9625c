import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** The ways in which somebody asks for a book; data/needs/README.md says what each is. */
export const needKinds = [
  'exact',
  'partial',
  'kana',
  'spelling',
  'oldKanji',
  'nameVariant',
  'titleAndAuthor',
  'authorKanji',
  'authorKana',
  'authorRomaji',
  'typo',
  'titleRomaji',
  'translator',
  'seriesAndIssue',
  'question',
  'subject',
  'class',
] as const;

/** The sets of needs, by the files they are in. */
export const needSets = {
  'by-hand': 'needs.tsv',
  'by-lot': 'needs-by-lot.tsv',
  unseen: 'needs-unseen.tsv',
  drawn: 'needs-drawn.tsv',
  'second-unseen': 'needs-second-unseen.tsv',
  hard: 'needs-hard.tsv',
  names: 'needs-names.tsv',
  'second-hard': 'needs-second-hard.tsv',
  'third-unseen': 'needs-third-unseen.tsv',
  'after-mending': 'needs-after-mending.tsv',
  'fourth-unseen': 'needs-fourth-unseen.tsv',
  'fifth-unseen': 'needs-fifth-unseen.tsv',
  'sixth-unseen': 'needs-sixth-unseen.tsv',
  'seventh-unseen': 'needs-seventh-unseen.tsv',
  'eighth-unseen': 'needs-eighth-unseen.tsv',
} as const;
export type NeedSet = keyof typeof needSets;

const Needs = z.array(
  z.object({
    kind: z.enum(needKinds),
    query: z.string().min(1),
    records: z
      .string()
      .regex(/^T\d{9}( T\d{9})*$/)
      .transform((numbers) => new Set(numbers.split(' '))),
  }),
);

/** What somebody types, and the numbers of the records that a librarian would hand over, any of them. */
export type Need = z.infer<typeof Needs>[number];

export function readNeeds(set: NeedSet): Need[] {
  const file = new URL(`../../data/needs/${needSets[set]}`, import.meta.url);
  return Needs.parse(parse(readFileSync(file), { columns: true, delimiter: '\t', quote: false }));
}
