import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { root } from './services.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'jars-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('jars of an engine are kept as they are listed alone', () => {
  const list = path.join(folder, 'list.sha256');
  const line = (file: string) => `${createHash('sha256').update(file).digest('hex')}  ${file}\n`;
  for (const file of ['whole.jar', 'changed.jar', 'brought-along.jar']) {
    writeFileSync(path.join(folder, file), file);
  }
  writeFileSync(list, line('changed.jar') + line('lost.jar') + line('whole.jar'));
  writeFileSync(path.join(folder, 'changed.jar'), 'of somebody else');
  const module = path.join(root, 'infra/bootstrap/fetched-engines.mjs');
  const asked = `import { notAsListed } from ${JSON.stringify(module)};
    console.log(notAsListed(${JSON.stringify(folder)}, ${JSON.stringify(list)}).join('\\n'))`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', asked], { encoding: 'utf8' });
  expect(said.trim().split('\n').sort()).toEqual([
    'brought-along.jar is not listed',
    'changed.jar is another file',
    'lost.jar is missing',
  ]);
});
