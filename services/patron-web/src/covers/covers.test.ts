import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger } from '@toshobin/service';
import { Visitor } from '@toshobin/web/testing';
import { readPatronWebConfig } from '../config.ts';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { Covers, type CoversParts } from './covers.ts';

const ISBN = '9784003101018';
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000)]);
const send: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'image/jpeg').end(jpeg);
};

/** A source of covers over real HTTP: what it was asked for, and what it answers next. */
let source: { server: Server; url: string; asked: string[]; headers: unknown[]; answer: RequestListener };
beforeAll(async () => {
  const server = createServer((request, response) => {
    source.asked.push(request.url ?? '');
    source.headers.push(request.headers);
    source.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  source = { server, url: `http://127.0.0.1:${address.port}`, asked: [], headers: [], answer: send };
});
beforeEach(() => {
  Object.assign(source, { asked: [], headers: [], answer: send });
});
afterAll(() => {
  source.server.closeAllConnections();
  source.server.close();
});

let time = 1_764_000_000;
function covers(parts: Partial<CoversParts> = {}): Covers {
  return new Covers({
    template: `${source.url}/{isbn}.jpg`,
    isOurs: async () => true,
    now: () => new Date(time * 1_000),
    log: createLogger('covers', 'silent'),
    limitMs: 1_000,
    ...parts,
  });
}
const found = async (from: Covers, isbn = ISBN) => {
  const { picture, seconds } = await from.find(isbn);
  return [picture?.type, seconds];
};

describe('a source of covers', () => {
  test('is asked once, also by many at the same moment, and again after a week', async () => {
    const all = covers();
    const both = await Promise.all([all.find(ISBN), all.find(ISBN)]);
    expect(both.map(({ picture }) => picture?.bytes.equals(jpeg))).toEqual([true, true]);
    time += 6 * 86_400;
    expect(await found(all)).toEqual(['image/jpeg', 86_400]);
    expect(source.asked).toEqual([`/${ISBN}.jpg`]);
    time += 2 * 86_400;
    await all.find(ISBN);
    expect(source.asked).toHaveLength(2);
  });

  test.each<[string, RequestListener]>([
    ['has none', (_request, response) => response.writeHead(404).end()],
    [
      'sends a page as a picture',
      (_request, response) => response.setHeader('content-type', 'image/jpeg').end('<html>'),
    ],
    [
      'sends more than a cover needs',
      (_request, response) => response.end(Buffer.concat([jpeg, Buffer.alloc(200_000)])),
    ],
    [
      'leads elsewhere',
      (_request, response) => response.writeHead(302, { location: `${source.url}/inner` }).end(),
    ],
  ])(
    'that %s: the drawn one stays, it is followed nowhere, and not asked again for a day',
    async (_, answer) => {
      const all = covers();
      source.answer = answer;
      expect(await found(all)).toEqual([undefined, 86_400]);
      expect(await found(all)).toEqual([undefined, 86_400]);
      expect(source.asked).toEqual([`/${ISBN}.jpg`]);
    },
  );

  test.each<[string, RequestListener]>([
    ['does not answer in time', () => {}],
    ['stops in the middle', (_request, response) => void response.write(jpeg)],
    ['fails', (_request, response) => response.writeHead(503).end()],
  ])('that %s is let alone for half a minute, in which nobody waits', async (_, answer) => {
    const all = covers();
    source.answer = answer;
    expect(await found(all)).toEqual([undefined, 30]);
    expect(await found(all, '9784000000000')).toEqual([undefined, 30]);
    expect(source.asked).toHaveLength(1);
    source.answer = send;
    time += 31;
    expect(await found(all)).toEqual(['image/jpeg', 7 * 86_400]);
  });

  test('that is away is no fault of the page', async () => {
    expect(await found(covers({ template: 'http://127.0.0.1:1/{isbn}' }))).toEqual([undefined, 30]);
  });

  test('never fills the memory: what was asked for longest ago goes', async () => {
    const all = covers({ keptBytes: 5_000 });
    const [first, second, third] = ['9784000000001', '9784000000002', '9784000000003'] as const;
    for (const isbn of [first, second, first, third]) await all.find(isbn);
    source.asked.length = 0;
    await all.find(first);
    expect(source.asked).toEqual([]);
    await all.find(second);
    expect(source.asked).toEqual([`/${second}.jpg`]);
  });
});

describe('the patrons’ web with a source', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startPatronWeb({ coverSource: `${source.url}/covers?isbn={isbn}` });
  });
  afterAll(() => web.stop());
  const get = (path: string) => new Visitor(web.service.url).get(path);

  test('serves a cover itself: the source hears the ISBN, and nothing of who looks', async () => {
    expect((await get('/records/4')).text).toContain(`src="/covers/${ISBN}" alt loading="lazy"`);
    expect((await get('/records/1')).text).not.toContain('/covers/');
    expect(source.asked).toEqual([]);
    const got = await new Visitor(web.service.url).send('GET', `/covers/${ISBN}`, {
      headers: {
        cookie: 'a=b',
        referer: 'http://127.0.0.1:4000/search?q=secret',
        'x-forwarded-for': '10.9.8.7',
      },
    });
    expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(got.headers.get('cache-control')).toMatch(/^public, max-age=60\d{4}$/);
    expect(source.asked).toEqual([`/covers?isbn=${ISBN}`]);
    expect(JSON.stringify(source.headers)).not.toMatch(/a=b|secret|10\.9\.8\.7/);
  });

  test('keeps it off My Library, whose addresses would say together what somebody reads', async () => {
    const reader = await signedIn(web);
    web.world.rows = [{ ...row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001', 'handedOut'), recordId: '4' }];
    const { text } = await reader.get('/my-library');
    expect(text).toContain('class="cover cover--s c9 p1"');
    expect(text).not.toContain('/covers/');
  });

  test('asks for no book that is not in the catalogue, and for nothing that is no ISBN', async () => {
    const nothing = await get('/covers/9784000000000');
    expect([nothing.status, nothing.text]).toEqual([200, '<svg xmlns="http://www.w3.org/2000/svg"/>']);
    for (const path of ['/covers/1', '/covers/..%2Finner', '/covers/978400310101X']) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect(source.asked).toEqual([]);
  });

  test('says so where it says what is kept', async () => {
    expect((await get('/help/privacy')).text).toContain('ISBN（本の番号）だけを外部に問い合わせて');
  });
});

describe('without a source', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startPatronWeb();
  });
  afterAll(() => web.stop());

  test('covers are drawn and nobody is asked', async () => {
    const visitor = new Visitor(web.service.url);
    expect((await visitor.get('/records/4')).text).not.toContain('/covers/');
    expect((await visitor.get(`/covers/${ISBN}`)).status).toBe(404);
    expect((await visitor.get('/help/privacy')).text).toContain('外部には問い合わせません。');
  });
});

test('a source is spoken to over https in production, and the ISBN is no part of its host', () => {
  const faultOf = (COVER_SOURCE_URL: string, NODE_ENV = 'production') => {
    try {
      return String(readPatronWebConfig({ NODE_ENV, COVER_SOURCE_URL }));
    } catch (fault) {
      return String(fault);
    }
  };
  expect(faultOf('http://covers.example/{isbn}')).toContain('COVER_SOURCE_URL: must be https in production');
  expect(faultOf('https://covers.example/{isbn}')).not.toContain('COVER_SOURCE_URL');
  for (const address of ['https://{isbn}.example/', 'https://covers.example/', 'ftp://covers.example/{isbn}'])
    expect([address, faultOf(address, 'development')]).toEqual([
      address,
      expect.stringContaining('COVER_SOURCE_URL'),
    ]);
});
