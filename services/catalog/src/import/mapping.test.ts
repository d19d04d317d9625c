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

test.each<[Table, string, RegExp]>([
  ['marc21.tsv', 'titel\t245\ta', /Invalid option/u],
  ['marc21.tsv', 'title 245 a', /Invalid option/u],
  ['marc21.tsv', 'title\t24\ta', /at tag/u],
  ['marc21.tsv', 'title\t245\t$a', /at part/u],
  ['marc21.tsv', 'ndc\t084\ta\tndc', /at only/u],
  ['marc21.tsv', 'name\t700\ta\t\t訳者', /at role/u],
  ['marc21.tsv', 'name\t700\ta\t\tauthor\tほか', /more than 5 columns/u],
  ['csv.tsv', 'titel\t書名', /at item/u],
  ['csv.tsv', 'title\t', /at headings/u],
  ['words.tsv', 'rolle\t訳\ttranslator', /at of/u],
  ['words.tsv', 'role\t訳\t訳者', /at means/u],
  ['words.tsv', 'status\t廃棄\tgone', /at means/u],
  ['words.tsv', 'role\t・\tauthor', /at text/u],
])('a line of a table that cannot be understood is named with its number: %s, %j', (table, line, why) => {
  const folder = tables({ [table]: (text: string) => `${text.trimEnd()}\n${line}\n` });
  expect(() => readMapping(folder)).toThrow(why);
  expect(() => readMapping(folder)).toThrow(`${table}, line ${numberOf(table)}: `);
});

test('a table that is not UTF-8, or lacks what no record can be read without, is refused', () => {
  const sjis = tables({ 'words.tsv': () => Buffer.from([0x96, 0xf3, 0x0a]) });
  expect(() => readMapping(sjis)).toThrow('words.tsv: not UTF-8');
  const untitled = tables({ 'marc21.tsv': (table) => table.replace(/^title\t.*$/mu, '') });
  expect(() => readMapping(untitled)).toThrow('marc21.tsv: no line for title');
});
