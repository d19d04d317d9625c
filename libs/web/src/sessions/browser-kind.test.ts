import { expect, test } from '@jest/globals';
import { browserKind, browserWords, readBrowserKind, writtenBrowserKind } from './browser-kind.ts';

const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const google = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0';

test.each([
  ['パソコンのChrome', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${google} Safari/537.36`],
  ['パソコンのEdge', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${google} Safari/537.36 Edg/141.0.0.0`],
  ['パソコンのFirefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'],
  [
    'パソコンのSafari',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/26.0 Safari/605.1.15`,
  ],
  ['スマートフォンのChrome', `Mozilla/5.0 (Linux; Android 10; K) ${google} Mobile Safari/537.36`],
  ['タブレットのChrome', `Mozilla/5.0 (Linux; Android 10; K) ${google} Safari/537.36`],
  [
    'スマートフォンのSamsung Internet',
    `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
  ],
  [
    'スマートフォンのSafari',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${apple} Version/26.0 Mobile/15E148 Safari/604.1`,
  ],
  [
    'スマートフォンのLINE',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${apple} Mobile/15E148 Safari Line/15.14.0`,
  ],
  [
    'タブレットのSafari',
    `Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) ${apple} Version/17.0 Mobile/15E148 Safari/604.1`,
  ],
  ['種類の分からない端末', 'curl/8.5.0'],
  ['種類の分からない端末', undefined],
])('%s: %s', (words, userAgent) => {
  const kind = browserKind(userAgent);
  expect(browserWords(kind, 'ja')).toBe(words);
  expect(readBrowserKind(writtenBrowserKind(kind))).toEqual(kind);
});

test('in English, and of a session of before', () => {
  expect(browserWords({ machine: 'phone', family: 'Safari' }, 'en')).toBe('Phone, Safari');
  expect(browserWords(readBrowserKind(null), 'en')).toBe('Device of an unknown kind');
});
