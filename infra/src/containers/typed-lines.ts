import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../services.ts';

/** The pages that an operator follows word by word. */
type Page = 'docs/runbook.md' | 'docs/deploy.md';

/** What a page has an operator type under a heading, block by block, without what is said beside it. */
export function typedUnder(heading: string, page: Page = 'docs/runbook.md'): string[] {
  const blocks = [...under(heading, page).matchAll(/^( *)```(?:sh)?\n([\s\S]*?)^\1```$/gm)];
  return blocks.map(([, , lines = '']) => lines.replaceAll(/ +#.*$/gm, '').trim());
}

/** The one block in which this is typed. */
export function typedWith(heading: string, words: string, page: Page = 'docs/runbook.md'): string {
  const [block, ...more] = typedUnder(heading, page).filter((lines) => lines.includes(words));
  if (block === undefined || more.length > 0)
    throw new Error(`${page} has no block with ${words} under ${heading}, or several`);
  return block;
}

/** What is typed in a sentence there, and begins so. */
export function typedInline(heading: string, begin: string): string {
  const typed = [...under(heading, 'docs/runbook.md').matchAll(/`([^`\n]+)`/g)].map(
    ([, words = '']) => words,
  );
  const [line] = typed.filter((words) => words.startsWith(begin));
  if (line === undefined) throw new Error(`docs/runbook.md says nothing of ${begin} under ${heading}`);
  return line;
}

function under(heading: string, page: Page): string {
  const [, section] = readFileSync(path.join(root, page), 'utf8').split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`${page} has no ${heading}`);
  return section.split('\n## ')[0] ?? '';
}
