import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

/** One number of the rules, and the same file with that number one greater. */
export interface NumberFault {
  /** Its path inside the folder of the rules. */
  file: string;
  line: number;
  /** As it is written, and as the fault writes it. */
  was: string;
  is: string;
  /** The whole file with the fault in it. */
  text: string;
}

const PERIOD = /^P(?=.)(T(?=.))?[0-9DWHMS]+$/;

/**
 * Every number and every period ('P7D') in the rules below a folder, one greater each; types, tests and src/testing
 * left out. The mutation tool changes no numbers, so this does (docs/mutation.md).
 */
export function numberFaults(src: string): NumberFault[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'))
    .sort()
    .flatMap((file) => faultsIn(file, readFileSync(join(src, file), 'utf8')));
}

function faultsIn(file: string, text: string): NumberFault[] {
  const bytes = Buffer.from(text);
  const { body } = parseSync(text, { syntax: 'typescript' });
  return literalsIn(body).map(({ start, end }) => {
    const [from, to] = [start - 1, end - 1]; // the parser counts bytes from 1
    const before = bytes.subarray(0, from).toString();
    const was = bytes.subarray(from, to).toString();
    const is = was.replace(/[\d_]+/, (digits) => String(Number(digits.replaceAll('_', '')) + 1));
    const after = bytes.subarray(to).toString();
    return { file, line: before.split('\n').length, was, is, text: before + is + after };
  });
}

interface Span {
  start: number;
  end: number;
}

interface Node {
  type: string;
  span: Span;
  value: unknown;
}

/** The places of the numbers and periods in a parsed file, those in a type left out. */
function literalsIn(tree: unknown): Span[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if (isNode(tree)) {
    if (/^Ts(?!As|Satisfies|NonNull)/.test(tree.type)) return [];
    if (tree.type === 'NumericLiteral') return [tree.span];
    if (tree.type === 'StringLiteral' && PERIOD.test(String(tree.value))) return [tree.span];
  }
  return Object.values(tree).flatMap(literalsIn);
}

function isNode(tree: object): tree is Node {
  return 'type' in tree && 'span' in tree;
}
