import { expect, test } from '@jest/globals';
import { toldIn, unknownIn, watchedExpressions } from './watched-numbers.ts';

const told = toldIn(`# HELP toshobin_lag events that wait (by group, topic)
# HELP toshobin_due mails that are due
toshobin_due 3
toshobin_pool{pool="desks",state="waiting"} 0
took_bucket{le="0.1",route="/records/:recordId"} 2
`);

test('a number or a label that nobody tells is named, wherever it is asked for', () => {
  for (const [expression, words, unknown] of [
    ['max by (group, topic) (toshobin_lag) > 500', '{{ $labels.group }} of {{topic}} at {{instance}}', []],
    ['toshobin_pool{state="waiting",job=~"to{}.*"} > max(toshobin_due)', '{{pool}}', []],
    ['histogram_quantile(0.95, sum by (le) (rate(took_bucket{route=~"/r.*"}[5m]))) > 0.25', '', []],
    ['up == 0 or toshobin_dew > 1', '', ['toshobin_dew']],
    ['toshobin_pool{stat="waiting"}', '', ['toshobin_pool{stat}']],
    ['sum by (grp) (toshobin_lag)', '', ['grp of sum by (grp) (toshobin_lag)']],
    ['toshobin_due', '{{ $labels.kind }}', ['kind of toshobin_due']],
    ['1', '', ['1 asks for nothing']],
  ] as const)
    expect(unknownIn(expression, words, told)).toEqual(unknown);
});

test('alerts and dashboard are read', () => {
  const asked = watchedExpressions().map(({ expression }) => expression);
  expect(asked).toContain('toshobin_outbox_waiting');
  expect(asked).toContain('measure_failed == 1');
});
