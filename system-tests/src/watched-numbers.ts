import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** A number that an expression of Prometheus asks for, or that a process tells, with the names of its labels. */
export type Numbers = Map<string, Set<string>>;

/** What the server adds to whatever it reads. */
const OF_THE_SERVER = ['instance', 'job'];
const WORDS = new Set(['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'bool']);

/** What is told at /metrics: each number with the labels of its lines, and with those that its help names (libs/service/src/metrics.ts). */
export function toldIn(text: string): Numbers {
  const told: Numbers = new Map([['up', new Set()]]);
  const add = (name: string, labels: readonly string[] = []) =>
    told.set(name, new Set([...(told.get(name) ?? []), ...labels]));
  for (const line of text.split('\n')) {
    const [, helped, named] = /^# HELP (\w+) (?:.*\(by ([\w, ]+)\)$)?/.exec(line) ?? [];
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (helped) add(helped, named?.split(', '));
    if (name)
      add(
        name,
        [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
      );
  }
  return told;
}

/** What of an expression, and of the words beside it, nobody tells: a number, or a label of it. */
export function unknownIn(expression: string, words: string, told: Numbers): string[] {
  const bare = expression.replaceAll(/"[^"]*"|\[[^\]]*\]|\b(?:by|without|on) \([^)]*\)/g, ' ');
  const numbers = [...bare.replaceAll(/\{[^}]*\}/g, ' ').matchAll(/\b[a-z_]\w*\b(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !WORDS.has(name));
  const chosen = [...expression.replaceAll(/"[^"]*"/g, '""').matchAll(/(\w+)\{([^}]*)\}/g)].flatMap(
    ([, name = '', labels = '']) => [...labels.matchAll(/\w+(?=[=!])/g)].map(([label]) => ({ name, label })),
  );
  const beside = [
    ...[...expression.matchAll(/\b(?:by|without|on) \(([^)]*)\)/g)].flatMap(([, list = '']) =>
      list.split(/,\s*/),
    ),
    ...[...words.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label),
  ];
  const has = (name: string, label: string) =>
    OF_THE_SERVER.includes(label) || told.get(name)?.has(label) === true;
  return [
    ...(numbers.length === 0 ? [`${expression} asks for nothing`] : []),
    ...numbers.filter((name) => !told.has(name)),
    ...chosen.filter(({ name, label }) => !has(name, label)).map(({ name, label }) => `${name}{${label}}`),
    ...beside
      .filter((label) => !numbers.some((name) => has(name, label)))
      .map((label) => `${label} of ${expression}`),
  ];
}

const Alerts = z.object({
  groups: z.array(
    z.object({
      rules: z.array(z.object({ expr: z.string(), annotations: z.record(z.string(), z.string()) })),
    }),
  ),
});
const Dashboard = z.object({
  panels: z.array(
    z.object({ targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]) }),
  ),
});

/** What alerts and dashboard ask for, each with what is said beside it. */
export function watchedExpressions(): { expression: string; words: string }[] {
  const read = (file: string) =>
    readFileSync(new URL(`../../infra/production/watching/${file}`, import.meta.url), 'utf8');
  const alerts = Alerts.parse(parse(read('alerts.yml'))).groups.flatMap(({ rules }) => rules);
  const targets = Dashboard.parse(JSON.parse(read('dashboard.json'))).panels.flatMap(
    (panel) => panel.targets,
  );
  return [
    ...alerts.map(({ expr, annotations }) => ({
      expression: expr,
      words: Object.values(annotations).join(),
    })),
    ...targets.map(({ expr, legendFormat }) => ({ expression: expr, words: legendFormat })),
  ];
}
