import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Reader } from './reader.ts';

/** All screens on one page beside the pictures, and that page as a picture; says where it is. */
export async function writeContactSheet(
  { folder, screens }: { folder: string; screens: readonly { name: string }[] },
  reader: Reader,
): Promise<void> {
  const figures = [...screens]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(
      ({ name }) => `<figure><img src="${name}.phone.png" alt=""><figcaption>${name}</figcaption></figure>`,
    );
  const file = path.join(folder, 'index.html');
  const style =
    'body{font:12px sans-serif;display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;width:195px}' +
    'img{width:195px;height:420px;object-fit:cover;object-position:top;border:1px solid #999}';
  writeFileSync(file, `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join('\n')}`);
  await reader.page.setViewportSize({ width: 1680, height: 1000 });
  await reader.page.goto(pathToFileURL(file).href);
  await reader.page.screenshot({ path: path.join(folder, 'index.png'), fullPage: true });
  console.info(`${screens.length} screens are in ${folder}, all of them on ${file}`);
}
