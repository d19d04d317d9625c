import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { mappingFolder, readMapping } from './mapping.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Table = 'marc21.tsv' | 'csv.tsv' | 'words.tsv';

/** A cataloguer's copy of our tables, of which some are written anew. */
function tables(changes: Partial<Record<Table, (table: string) => string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  folders.push(folder);
  cpSync(mappingFolder, folder, { recursive: true });
  for (const table of ['marc21.tsv', 'csv.tsv', 'words.tsv'] as const) {
    const path = join(folder, table);
    const change = changes[table];
    if (change !== undefined) writeFileSync(path, change(readFileSync(path, 'utf8')));
  }
  return folder;
}

const numberOf = (table: Table) =>
  readFileSync(join(mappingFolder, table), 'utf8').trimEnd().split('\n').length + 1;

/** Lines that cannot be understood, by the table that they stand in and the column that is wrong. */
const wrong: readonly [table: Table, column: string, ...lines: string[]][] = [
  ['marc21.tsv', 'at item', 'titel\t245\ta', 'title 245 a'],
  ['marc21.tsv', 'at tag', 'title\t24\ta'],
  ['marc21.tsv', 'at part', 'title\t245\t$a'],
  ['marc21.tsv', 'at only', 'ndc\t084\ta\tndc'],
  ['marc21.tsv', 'at role', 'name\t700\ta\t\t訳者'],
  ['marc21.tsv', 'more than 5 columns', 'name\t700\ta\t\tauthor\tほか'],
  ['csv.tsv', 'at item', 'titel\t書名'],
  ['csv.tsv', 'at headings', 'title\t'],
  ['words.tsv', 'at of', 'rolle\t訳\ttranslator'],
  ['words.tsv', 'at means', 'role\t訳\t訳者', 'status\t廃棄\tgone'],
  ['words.tsv', 'at text', 'role\t・\tauthor'],
];

test.each(wrong)(
  'a line of a table that cannot be understood is named with its number: %s, %s',
  (table, column, ...lines) => {
    for (const line of lines) {
      const folder = tables({ [table]: (text: string) => `${text.trimEnd()}\n${line}\n` });
      expect(() => readMapping(folder)).toThrow(column);
      expect(() => readMapping(folder)).toThrow(`${table}, line ${numberOf(table)}: `);
    }
  },
);

test('a table that is not UTF-8, or lacks what no record can be read without, is refused', () => {
  const sjis = tables({ 'words.tsv': () => Buffer.from([0x96, 0xf3, 0x0a]) });
  expect(() => readMapping(sjis)).toThrow('words.tsv: not UTF-8');
  const untitled = tables({ 'marc21.tsv': (table) => table.replace(/^title\t.*$/mu, '') });
  expect(() => readMapping(untitled)).toThrow('marc21.tsv: no line for title');
});
