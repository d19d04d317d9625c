import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../services.ts';

/** What docs/runbook.md has an operator type under a heading, block by block, without what is said beside it. */
export function typedUnder(heading: string): string[] {
  const blocks = [...under(heading).matchAll(/^( *)```(?:sh)?\n([\s\S]*?)^\1```$/gm)];
  return blocks.map(([, , lines = '']) => lines.replaceAll(/ +#.*$/gm, '').trim());
}

/** The one block in which this is typed. */
export function typedWith(heading: string, words: string): string {
  const [block, ...more] = typedUnder(heading).filter((lines) => lines.includes(words));
  if (block === undefined || more.length > 0)
    throw new Error(`docs/runbook.md has no block with ${words} under ${heading}, or several`);
  return block;
}

/** What is typed in a sentence there, and begins so. */
export function typedInline(heading: string, begin: string): string {
  const typed = [...under(heading).matchAll(/`([^`\n]+)`/g)].map(([, words = '']) => words);
  const [line] = typed.filter((words) => words.startsWith(begin));
  if (line === undefined) throw new Error(`docs/runbook.md says nothing of ${begin} under ${heading}`);
  return line;
}

function under(heading: string): string {
  const page = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');
  const [, section] = page.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`docs/runbook.md has no ${heading}`);
  return section.split('\n## ')[0] ?? '';
}
