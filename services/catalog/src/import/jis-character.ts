import { readFileSync } from 'node:fs';

const table = new URL('../../data/jisx0213.tsv', import.meta.url);
/** The characters by plane and row (1-84). They are read when the first number comes: most files have none. */
let rows: ReadonlyMap<string, readonly string[]> | undefined;

/** The character that JIS X 0213:2004 has at a place, 面-区-点: 2 and 12 and 11 is 𢌞. Undefined where it has none. */
export function jisCharacter(men: number, ku: number, ten: number): string | undefined {
  rows ??= readRows();
  return rows.get(`${men}-${ku}`)?.[ten - 1] || undefined;
}

function readRows(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(table, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [row = '', characters = ''] = line.split('\t');
      return [row, characters.split(' ')];
    }),
  );
}
