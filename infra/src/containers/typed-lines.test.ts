import { expect, test } from '@jest/globals';
import { typedInline, typedUnder, typedWith } from './typed-lines.ts';

// What the trial of a production types is what the pages have an operator type.

test('another release is rolled in line by line, and the audit is the last', () => {
  for (const heading of ['A new release', 'Back to the release before']) {
    const [lines = '', ...more] = typedUnder(heading);
    expect(more).toEqual([]);
    expect(lines).toMatch(/^sed -i .*\n(?:.*\n)+docker compose run --rm operator audit$/);
    expect(lines).not.toContain('#');
  }
});

test.each([
  ['First look', '/readyz'],
  ['Backup and restore', 'docker wait'],
  ['Backup and restore', '--recipient KEY'],
  ['Backup and restore', 'gpg -d'],
  ['Certificates', 'fullchain.pem'],
  ['Certificates', '/FROM/THE/SEAL'],
  ['Secrets changed over', 'caller='],
  ['Secrets changed over', 'name=patron-token'],
  ['Secrets changed over', 'metrics-token'],
  ['Secrets changed over', 'name=staff-secret'],
])('under %s one block has %s', (heading, words) => {
  expect(typedWith(heading, words)).toContain(words);
});

test('the image is built by one line, and named as the release before is', () => {
  expect(typedWith('The image', 'docker build', 'docs/deploy.md')).toMatch(
    /^docker build .* -t toshobin:0\.1\.0 \.$/,
  );
});

test.each(['draw-secrets.sh', 'fullchain.pem', 'staff-account'])('a library is founded with %s', (words) => {
  expect(typedWith('From an empty folder to a library that lends', words, 'docs/deploy.md')).toContain(words);
});

test('both files that are filled in are made by what is typed', () => {
  const founded = typedWith(
    'From an empty folder to a library that lends',
    'draw-secrets.sh',
    'docs/deploy.md',
  );
  for (const made of ['cp settings.example .env', 'cp libraries.example.json libraries.json'])
    expect(founded.split('\n')).toContain(made);
});

test.each(['DATABASES_AT', 'temporal-visibility-database-url'])('engines elsewhere have %s', (words) => {
  expect(typedWith('Engines elsewhere', words, 'docs/deploy.md')).toContain(words);
});

test('what is missing, or stands there twice, is not typed', () => {
  expect(() => typedUnder('A picnic')).toThrow('has no A picnic');
  expect(() => typedWith('Certificates', 'secrets')).toThrow('or several');
  expect(typedInline('Secrets changed over', 'rm secrets/*kafka-password')).toMatch(/ && sh roll\.sh /);
});
