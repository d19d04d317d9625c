import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sesMailer } from './ses-mailer.ts';

let emulator: ChildProcess;
let endpoint: string;
let mailer: ReturnType<typeof sesMailer>;
beforeAll(async () => {
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('aws-ses-v2-local')), 'cli.js');
  emulator = spawn(process.execPath, [cli, '--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
  });
  await answering(`${endpoint}/store`);
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  mailer = sesMailer({
    region: 'ap-northeast-1',
    endpoint,
    from: 'library@example.jp',
    fromName: '熊本県立図書館',
  });
});
afterAll(async () => {
  mailer.close();
  emulator.kill();
  await once(emulator, 'exit');
});

test('a Japanese mail arrives as it was written, and the sender is the library', async () => {
  const text = '次の資料を 宇土市立図書館 で受け取れます。\n・吾輩は猫である（100001）\n';
  const mail = { to: 'hanako@example.jp', subject: '【熊本県立図書館】予約を受け付けました', text };
  expect(await mailer.send(mail)).toEqual({ accepted: true, mailId: expect.stringMatching(/./) });
  const store: unknown = await (await fetch(`${endpoint}/store`)).json();
  const name = Buffer.from('熊本県立図書館').toString('base64');
  expect(store).toMatchObject({
    emails: [
      {
        from: `=?UTF-8?B?${name}?= <library@example.jp>`,
        destination: { to: ['hanako@example.jp'], cc: [], bcc: [] },
        subject: mail.subject,
        body: { text },
      },
    ],
  });
});

test('a mail service that is away is a fault without an address in it', async () => {
  const away = sesMailer({
    region: 'ap-northeast-1',
    endpoint: `http://127.0.0.1:${await freePort()}`,
    from: 'library@example.jp',
    fromName: '図書館',
  });
  const sending = away.send({ to: 'hanako@example.jp', subject: 's', text: 't' });
  await expect(sending).rejects.toThrow(/^SES did not take the mail: .*ECONNREFUSED/);
  away.close();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await wait(50);
  }
  throw new Error(`${url} does not answer`);
}
