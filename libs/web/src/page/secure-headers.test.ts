import { expect, test } from '@jest/globals';
import { createLogger, startService } from '@toshobin/service';
import { secureHeaders } from './secure-headers.ts';

test.each([
  ['https', 'max-age=31536000; includeSubDomains'],
  ['http', null],
])('with a public address of %s a browser is told to insist on https: %s', async (scheme, told) => {
  const service = await startService({
    name: 'pages',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('pages', 'silent'),
    signals: false,
    routes: (app) => void app.use(secureHeaders(scheme === 'https')),
  });
  try {
    const { headers } = await fetch(service.url);
    expect(headers.get('strict-transport-security')).toBe(told);
  } finally {
    await service.stop();
  }
});
