import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from './services.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const Alerts = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({ alert: z.string(), annotations: z.object({ summary: z.string(), runbook: z.string() }) }),
      ),
    }),
  ),
});
const Tests = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })),
    }),
  ),
});

const alerts = Alerts.parse(parse(read('infra/production/watching/alerts.yml'))).groups.flatMap(
  ({ rules }) => rules,
);

test('whoever is told of something finds its page in the runbook', () => {
  const headings = read('docs/runbook.md').match(/^###+ .*$/gm) ?? [];
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    expect(headings).toContain(`### ${alert}`);
  }
});

test('each alert is seen to fire by promtool', () => {
  const seen = Tests.parse(parse(read('infra/production/watching/alerts.test.yml'))).tests.flatMap((one) =>
    one.alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname),
  );
  expect([...new Set(seen)].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});
