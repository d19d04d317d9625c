import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { type RunningService, startService } from '@toshobin/service';
import { openTasksOf } from '@toshobin/tasks';
import { apply } from '../applications/apply.ts';
import { patronRoutes } from '../http/patron-routes.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, takingBack } from '../testing/reserve.ts';
import { type SnsMessage, SnsMessageSchema, stringToSign } from './sns-message.ts';

const topicArn = 'arn:aws:sns:ap-northeast-1:123456789012:mails-of-the-library';
const certificateUrl = 'https://sns.ap-northeast-1.amazonaws.com/SimpleNotificationService-0123.pem';
const sns = generateKeyPairSync('rsa', { modulusLength: 2048 });
const somebodyElse = generateKeyPairSync('rsa', { modulusLength: 2048 });
const due = deadlineOn(calendarDate('2026-12-15'));

let service: PatronTestService;
let running: RunningService;
const confirmed: string[] = [];
const nobodyAsks = { 'patron-web': [], 'staff-web': [], patron: [] };

beforeAll(async () => {
  service = await openPatronService();
  const web = {
    certificate: async () => String(sns.publicKey.export({ type: 'spki', format: 'pem' })),
    confirm: async (url: URL) => {
      confirmed.push(url.href);
    },
  };
  running = await startService({
    name: 'patron',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: service.deps.log,
    routes: patronRoutes(service.deps, nobodyAsks, { arn: topicArn, web }),
    signals: false,
  });
});
beforeEach(() => {
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(async () => {
  await running.stop();
  await service.close();
});

function signed(message: Partial<SnsMessage> & { Message: string }, key = sns.privateKey): SnsMessage {
  const whole = SnsMessageSchema.parse({
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Timestamp: '2026-11-24T01:00:00.000Z',
    SignatureVersion: '2',
    Signature: '',
    SigningCertURL: certificateUrl,
    ...message,
  });
  const sign = createSign(whole.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
  return { ...whole, Signature: sign.update(stringToSign(whole), 'utf8').sign(key, 'base64') };
}

/** Posts a message as SNS does: JSON that says that it is plain text. */
async function post(message: unknown): Promise<number> {
  const answer = await fetch(`${running.url}/ses-notifications`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    body: typeof message === 'string' ? message : JSON.stringify(message),
  });
  return answer.status;
}

const bounceOf = (mailId: string, to: string, bounceType = 'Permanent', taken = '2026-11-24T00:00:00.000Z') =>
  JSON.stringify({
    notificationType: 'Bounce',
    bounce: { bounceType, bouncedRecipients: [{ emailAddress: to }] },
    mail: { messageId: mailId, timestamp: taken },
  });
const complaintOf = (mailId: string, to: string) =>
  JSON.stringify({
    eventType: 'Complaint',
    complaint: { complainedRecipients: [{ emailAddress: to }] },
    mail: { messageId: mailId, timestamp: '2026-11-24T00:00:00.000Z' },
  });

/** A mail that went out: ready at the prefectural desk. */
async function mailed(serial: number) {
  const reserved = await reserve(service, serial, { pickupLibrary: 'pref' });
  const { reservationId } = reserved;
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  const { mailId } = await service.db.notice.findFirstOrThrow({ where: { reservationId } });
  return { ...reserved, mailId: mailId ?? '' };
}

const addressOf = (serial: number) => `shiken${serial - 100}@example.jp`;
const statusOf = async (patronId: string) =>
  (await service.db.patron.findUniqueOrThrow({ where: { id: patronId } })).emailStatus;
const holdOf = async (reservationId: string) => {
  await service.carryMails();
  return (await service.db.application.findUniqueOrThrow({ where: { reservationId } })).holdUntil;
};
const tasksOf = async (reservationId: string) =>
  (await openTasksOf(service.db, 'pref'))
    .filter(({ subject }) => subject.reservationId === reservationId)
    .map(({ kind, why }) => `${kind} ${why}`)
    .sort();

test.each(['1', '2'] as const)(
  'a mail that came back for good (signature version %s): the hold has not begun, and staff telephone',
  async (SignatureVersion) => {
    const serial = SignatureVersion === '1' ? 101 : 102;
    const { reservationId, patronId, mailId } = await mailed(serial);
    expect(await holdOf(reservationId)).not.toBeNull();
    const Message = bounceOf(mailId, addressOf(serial).toUpperCase());
    const message = signed({ Message, SignatureVersion });
    expect(await Promise.all([post(message), post(message), post(message)])).toEqual([200, 200, 200]);
    expect(await statusOf(patronId)).toBe('undeliverable');
    expect(await holdOf(reservationId)).toBeNull();
    expect(await tasksOf(reservationId)).toEqual(['addressUndeliverable bounced', 'callPatron bounced']);
    const failed = (await service.published('patron.notice.failed')).filter((event) =>
      JSON.stringify(event).includes(reservationId),
    );
    expect(failed).toMatchObject([{ reservationId, kind: 'readyAtPrefectural', why: 'bounced' }]);
    const again = await apply(service.deps, {
      patronId,
      reservationId: randomUUID(),
      recordId: '1',
      title: '門',
      pickupLibrary: 'uto',
      appliedAt: service.deps.now(),
    });
    expect(again).toEqual({ ok: false, refusal: { code: 'EMAIL_UNDELIVERABLE' } });
  },
);

test('one open task a patron, however many mails come back', async () => {
  const [one, two] = [await mailed(103), await mailed(103)];
  for (const { mailId } of [one, two]) await post(signed({ Message: bounceOf(mailId, addressOf(103)) }));
  const all = [...(await tasksOf(one.reservationId)), ...(await tasksOf(two.reservationId))];
  expect(all.sort()).toEqual(['addressUndeliverable bounced', 'callPatron bounced', 'callPatron bounced']);
});

test('a complaint ends mailing to the address, but the mail had arrived: its hold goes on', async () => {
  const { reservationId, patronId, mailId } = await mailed(104);
  expect(await post(signed({ Message: complaintOf(mailId, addressOf(104)) }))).toBe(200);
  expect(await statusOf(patronId)).toBe('undeliverable');
  expect(await holdOf(reservationId)).not.toBeNull();
  expect(await tasksOf(reservationId)).toEqual(['addressUndeliverable complained', 'callPatron complained']);
});

test('what came back for now is counted, and nothing else', async () => {
  const { reservationId, patronId, mailId } = await mailed(105);
  const before = await service.db.sesNotification.count({ where: { outcome: 'transient' } });
  await post(signed({ Message: bounceOf(mailId, addressOf(105), 'Transient') }));
  expect(await service.db.sesNotification.count({ where: { outcome: 'transient' } })).toBe(before + 1);
  expect(await statusOf(patronId)).toBe('verified');
  expect(await tasksOf(reservationId)).toEqual([]);
});

test('an address that was changed since is not blamed, but the copy is still told by telephone', async () => {
  const { reservationId, patronId, mailId } = await mailed(106);
  await service.db.patron.update({ where: { id: patronId }, data: { email: 'new@example.jp' } });
  await post(signed({ Message: bounceOf(mailId, addressOf(106)) }));
  expect(await statusOf(patronId)).toBe('verified');
  expect(await tasksOf(reservationId)).toEqual(['callPatron bounced']);
});

test('taken back, picked again and told again: that the mail before it came back ends no hold, and calls nobody', async () => {
  const reserved = await reserve(service, 109, { pickupLibrary: 'pref' });
  const { reservationId } = reserved;
  const ready = { milestone: 'readyAtPrefectural', allocation: 1 } as const;
  const picked = factOf(service, reservationId, 'picked');
  await hear(service, picked);
  await record(service, reservationId, ready);
  await service.sendMails();
  const { mailId } = await service.db.notice.findFirstOrThrow({ where: { reservationId } });
  await hear(service, takingBack(service, picked));
  await hear(service, factOf(service, reservationId, 'picked'));
  await record(service, reservationId, ready);
  await service.sendMails();
  const hold = await holdOf(reservationId);
  expect(hold).not.toBeNull();
  await post(signed({ Message: bounceOf(mailId ?? '', addressOf(109)) }));
  expect(await holdOf(reservationId)).toEqual(hold);
  expect(await tasksOf(reservationId)).toEqual(['addressUndeliverable bounced']);
});

test('a ready mail of a branch that came back after the hand-out calls nobody', async () => {
  const { reservationId } = await reserve(service, 107);
  await record(service, reservationId, {
    milestone: 'readyAtMunicipal',
    allocation: 1,
    due,
    parcelNumber: '900000000019',
  });
  await service.sendMails();
  await record(service, reservationId, { milestone: 'handedOut', allocation: 1, due });
  const { mailId } = await service.db.notice.findFirstOrThrow({ where: { reservationId } });
  await post(signed({ Message: bounceOf(mailId ?? '', addressOf(107)) }));
  expect(await tasksOf(reservationId)).toEqual(['addressUndeliverable bounced']);
});

test('a bounce that is quicker than our own commit is asked for again; of a mail long gone it is taken', async () => {
  const fresh = signed({
    Message: bounceOf('not-kept-yet', 'a@example.jp', 'Permanent', service.deps.now()),
  });
  expect(await post(fresh)).toBe(503);
  expect(await service.db.sesNotification.count({ where: { messageId: fresh.MessageId } })).toBe(0);
  expect(await post(signed({ Message: bounceOf('erased', 'a@example.jp') }))).toBe(200);
});

test('only SNS is heard, of our own topic and from its own region', async () => {
  const { patronId, mailId } = await mailed(108);
  const Message = bounceOf(mailId, addressOf(108));
  const good = signed({ Message });
  expect(await post(signed({ Message }, somebodyElse.privateKey))).toBe(403);
  expect(await post({ ...good, Message: bounceOf(mailId, 'b@example.jp') })).toBe(403);
  expect(await post({ ...good, Subject: 'added afterwards' })).toBe(403);
  expect(await post(signed({ Message, TopicArn: `${topicArn}-of-others` }))).toBe(403);
  for (const SigningCertURL of [
    'https://sns.us-east-1.amazonaws.com/x.pem',
    'http://sns.ap-northeast-1.amazonaws.com/x.pem',
    'https://sns.ap-northeast-1.amazonaws.com.example.jp/x.pem',
    'https://sns.ap-northeast-1.amazonaws.com@example.jp/x.pem',
    'https://sns.ap-northeast-1.amazonaws.com:8443/x.pem',
    'https://sns.ap-northeast-1.amazonaws.com/x',
    'no address',
  ]) {
    expect(await post(signed({ Message, SigningCertURL }))).toBe(403);
  }
  expect(await post('{')).toBe(400);
  expect(await post('x'.repeat(300 * 1024))).toBe(413);
  expect(await statusOf(patronId)).toBe('verified');
});

test('a subscription is confirmed for our topic alone', async () => {
  const SubscribeURL = 'https://sns.ap-northeast-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
  const asked = { Type: 'SubscriptionConfirmation' as const, Token: 'abc', Message: 'You have chosen …' };
  expect(await post(signed({ ...asked, SubscribeURL }))).toBe(200);
  expect(confirmed).toEqual([SubscribeURL]);
  expect(await post(signed({ ...asked, SubscribeURL: 'https://example.jp/' }))).toBe(403);
  expect(await post(signed({ ...asked, SubscribeURL, TopicArn: `${topicArn}-of-others` }))).toBe(403);
  expect(confirmed).toHaveLength(1);
});

test('without a topic nobody is heard', async () => {
  const off = await startService({
    name: 'patron',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: service.deps.log,
    routes: patronRoutes(service.deps, nobodyAsks),
    signals: false,
  });
  const answer = await fetch(`${off.url}/ses-notifications`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
  await off.stop();
});
