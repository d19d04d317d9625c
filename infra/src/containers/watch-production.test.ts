import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../services.ts';
import { pageOf, quickened } from './watch-production.ts';

test('the trial’s times are quicker than those that stand in the files, and nothing else is', () => {
  for (const name of ['prometheus.yml', 'alerts.yml', 'alertmanager.yml']) {
    const text = readFileSync(path.join(root, 'infra/production/watching', name), 'utf8');
    const quick = quickened(name, text);
    expect(quick).not.toBe(text);
    const withoutTimes = (one: string) => one.replaceAll(/(interval|for|group_wait): \d+[smhd]/g, '$1');
    expect(withoutTimes(quick)).toBe(withoutTimes(text));
  }
  expect(() => quickened('alerts.yml', 'groups: []')).toThrow('alerts.yml has no for: 2m');
});

test('an alert leads to a page of the runbook that is there', () => {
  expect(pageOf('docs/runbook.md#processaway')).toBe('ProcessAway');
  expect(() => pageOf('docs/runbook.md#nowhere')).toThrow('No page');
});
