import {
  type KeptOfPatron,
  LATER_LIMIT,
  LibraryCodeSchema,
  type Preferences,
  patronApi,
  type ReadingOrder,
} from '@toshobin/contracts';
import { allow, calendarDate, type Instant, instant, refuse } from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';
import type { Heard, World } from './fake-process.ts';
import { hanako, LINK_TOKEN } from './hanako.ts';

const CARD = '20012340';
/** By which a browser is known to that card. */
const BROWSER = 'known'.padEnd(22, '-');
/** The one password that is right, until another is chosen. */
export const RIGHT_PASSWORD = '正しいパスワード';

/** What the patron service keeps of the one patron, beside what the world says of them. */
export interface Account {
  cardNumber: string;
  password: string;
  passwordSetAt: string;
  /** Sign-ins that were looked at. */
  tries: number;
  triedFrom: unknown;
  /** Numbers of cards that others have. */
  othersCards: string[];
  email: string | null;
  preferences: Preferences;
  history: { historyId: string; recordId: string; title: string; returnedOn: string }[];
  /** あとで読む, the newest first. */
  later: string[];
  /** A renewal of the card that waits for the desk. */
  renewalAskedAt: Instant | null;
  /** Addresses a link was sent to; whether the last of them was opened. */
  links: string[];
  linkOpened: boolean;
  readingOrders: ReadingOrder[];
}

/** Until when a link that was mailed works. */
const LINK_UNTIL = '2026-12-02T03:04:00Z';

export function newAccount(): Account {
  return {
    cardNumber: CARD,
    password: RIGHT_PASSWORD,
    passwordSetAt: '2026-11-01T00:00:00.000Z',
    tries: 0,
    triedFrom: undefined,
    othersCards: [],
    email: 'hanako@example.jp',
    preferences: { titlesInMail: true, handedInMail: false, mailLanguage: 'ja', keepHistory: false },
    history: [],
    later: [],
    renewalAskedAt: null,
    links: [],
    linkOpened: false,
    readingOrders: [],
  };
}

/** The part of the patron service that is about the person: card, password, address, preferences, history. */
export function fakePatron(account: Account, world: World, heard: Heard): Fake[] {
  const choose = (password: string) => {
    if (password.length < 10) return refuse('PASSWORD_TOO_SHORT', { min: 10 });
    if (password.startsWith('kumamoto')) return refuse('PASSWORD_TOO_EASY');
    account.password = password;
    account.passwordSetAt = new Date().toISOString();
    return allow({ chosen: true, patronId: hanako });
  };
  const sent = new Set<string>();
  /** Whether a form asks for a mail that was not sent yet. */
  const isNew = (wish: string) => !sent.has(wish) && sent.add(wish).size > 0;
  return [
    ...fakeReadingOrders(account),
    {
      operation: patronApi.signIn,
      answer: ({ body }) => {
        const { cardNumber, password, knownBy, onlyKnown, from } = Object(body);
        if (onlyKnown && knownBy !== BROWSER) return refuse('SIGN_IN_LATER', { minutes: 1 });
        account.tries += 1;
        account.triedFrom = from;
        if (cardNumber !== account.cardNumber || password !== account.password)
          return refuse('SIGN_IN_FAILED');
        if (world.cardStatus === 'replaced') return refuse('CARD_REPLACED');
        const { passwordSetAt } = account;
        const token = world.scope === 'full' ? BROWSER : undefined;
        const cardLast4 = account.cardNumber.slice(-4);
        return allow({ patronId: hanako, scope: world.scope, knownBy: token, cardLast4, passwordSetAt });
      },
    },
    {
      operation: patronApi.isCard,
      answer: ({ body }) =>
        allow({ isCard: [account.cardNumber, ...account.othersCards].includes(Object(body).cardNumber) }),
    },
    {
      operation: patronApi.checkPassword,
      answer: ({ body }) =>
        Object(body).password === account.password ? allow({ right: true }) : refuse('SIGN_IN_FAILED'),
    },
    {
      operation: patronApi.choosePassword,
      answer: ({ body }) => {
        const { password, current, passwordSetAt } = Object(body);
        const isPresent =
          current === undefined ? passwordSetAt === account.passwordSetAt : current === account.password;
        return isPresent ? choose(password) : refuse('SIGN_IN_FAILED');
      },
    },
    {
      operation: patronApi.registerEmail,
      answer: ({ body }) => {
        const { wishId, email } = Object(body);
        if (!isNew(`${wishId} ${email}`)) return allow({ sent: true });
        if (account.links.length >= 5) return refuse('TRY_AGAIN', { minutes: 42 });
        account.links.push(email);
        account.linkOpened = false;
        if (world.emailStatus !== 'verified') {
          account.email = email;
          world.emailStatus = 'unverified';
        }
        return allow({ sent: true });
      },
    },
    {
      operation: patronApi.verifyEmail,
      answer: ({ body }) => {
        if (Object(body).token !== LINK_TOKEN) return refuse('LINK_EXPIRED');
        account.email = account.links.at(-1) ?? account.email;
        account.linkOpened = true;
        world.emailStatus = 'verified';
        return allow({ verified: true });
      },
    },
    {
      operation: patronApi.lookAtLink,
      answer: ({ body }) => {
        const { of, token } = Object(body);
        if (token !== LINK_TOKEN) return allow({ stands: 'over' });
        return allow({ stands: of === 'emailLink' && account.linkOpened ? 'done' : 'works' });
      },
    },
    {
      operation: patronApi.sendTestMail,
      answer: ({ body }) => {
        if (!isNew(Object(body).wishId)) return allow({ sent: true });
        heard.mails += 1;
        return heard.mails > 3 ? refuse('TRY_AGAIN') : allow({ sent: true });
      },
    },
    {
      operation: patronApi.requestPasswordReset,
      answer: ({ body }) => {
        const { wishId, cardNumber, birthDate } = Object(body);
        if (isNew(`${wishId} ${cardNumber} ${birthDate}`)) heard.mails += 1;
        return allow({ asked: true });
      },
    },
    {
      operation: patronApi.resetPassword,
      answer: ({ body }) => {
        const { token, password } = Object(body);
        return token === LINK_TOKEN ? choose(password) : refuse('LINK_EXPIRED');
      },
    },
    {
      operation: patronApi.applyForCard,
      answer: ({ body }) => {
        const { application, mailLanguage } = Object(body);
        const { applicationId, email } = application;
        if (email === null) return refuse('EMAIL_NOT_REGISTERED');
        const known = heard.cards.get(applicationId);
        if (known && known.name !== application.name) return refuse('STATE_CHANGED');
        heard.cards.set(applicationId, { ...application, mailLanguage });
        return allow({ applicationId, applicationNumber: `C-${heard.cards.size}` });
      },
    },
    {
      operation: patronApi.askForRenewal,
      answer: ({ body }) => {
        account.renewalAskedAt ??= Object(body).at;
        return allow({ asked: true });
      },
    },
    {
      operation: patronApi.readPatron,
      answer: () => {
        const { cardStatus, emailStatus, expiresOn, loans, reservations, lastPickupLibrary } = world;
        const { email, preferences, renewalAskedAt } = account;
        const address = account.links.at(-1);
        return allow({
          patronId: hanako,
          cardNumber: account.cardNumber,
          cardStatus,
          passwordChosen: world.scope === 'full',
          email: emailStatus === 'none' ? null : email,
          emailStatus,
          emailWaiting: address && !account.linkOpened ? { address, until: LINK_UNTIL } : null,
          reservations,
          loans,
          reservationLimit: 10,
          loanLimit: 10,
          lastPickupLibrary,
          expiresOn,
          renewalAskedAt,
          preferences,
        });
      },
    },
    {
      operation: patronApi.changePreferences,
      answer: ({ body }) => {
        Object.assign(account.preferences, body);
        if (!account.preferences.keepHistory) account.history = [];
        return allow(account.preferences);
      },
    },
    {
      operation: patronApi.keptOfPatron,
      answer: ({ body }) =>
        Object(body).password === account.password ? allow(keptOf(account)) : refuse('SIGN_IN_FAILED'),
    },
    { operation: patronApi.later, answer: () => allow({ recordIds: account.later }) },
    {
      operation: patronApi.keepForLater,
      answer: ({ body }) => {
        const { recordId } = Object(body);
        if (account.later.length < LATER_LIMIT) account.later = [...new Set([recordId, ...account.later])];
        return allow({ kept: account.later.includes(recordId) });
      },
    },
    {
      operation: patronApi.forgetLater,
      answer: ({ body }) => {
        const { recordId } = Object(body);
        const stays = account.later.filter((one) => recordId !== undefined && one !== recordId);
        const forgotten = account.later.length - stays.length;
        account.later = stays;
        return allow({ forgotten });
      },
    },
    {
      operation: patronApi.history,
      answer: ({ query }) => {
        const page = Number(Object(query).page ?? 1);
        const rows = account.history.slice((page - 1) * 20, page * 20);
        return allow({ total: account.history.length, page, pageSize: 20, rows });
      },
    },
    {
      operation: patronApi.forgetHistory,
      answer: ({ body }) => {
        const { historyId } = Object(body);
        const stays = account.history.filter((row) => historyId !== undefined && row.historyId !== historyId);
        const forgotten = account.history.length - stays.length;
        account.history = stays;
        return allow({ forgotten });
      },
    },
  ];
}

/** All of the one patron: a loan, a mail, and what is on the list for later. */
function keptOf({ cardNumber, email, preferences, later }: Account): KeptOfPatron {
  const at = instant('2026-11-01T00:00:00Z');
  const none = { nameReading: null, postcode: null, phone: null, lastPickupLibrary: null };
  const { titlesInMail, handedInMail, mailLanguage } = preferences;
  return {
    ...{ letterCode: [], passwordReset: [], emailVerification: [], cardApplication: [], cardRenewal: [] },
    ...{
      cardRelease: [],
      readingOrder: [],
      readingOrderVolume: [],
      historyWish: [],
      historyEntry: [],
      task: [],
    },
    patron: [
      {
        ...{ ...none, name: '見本 花子', address: '宇土市浦田町51', birthDate: calendarDate('1961-04-05') },
        ...{ email, emailStatus: 'verified', titlesInMail, handedInMail, mailLanguage, createdAt: at },
      },
    ],
    card: [
      {
        number: cardNumber,
        suspended: false,
        expiresOn: null,
        replacedAt: null,
        remindedFor: null,
        erasureToldOn: null,
      },
    ],
    credential: [{ kind: 'chosen', setAt: at, tries: 0 }],
    application: [
      {
        ...{ number: '1001', title: '坊っちゃん', recordId: '1', channel: 'web', appliedAt: at },
        ...{ pickupLibrary: LibraryCodeSchema.parse('uto'), protectiveCover: false, state: 'handedOut' },
        ...{ plannedDispatchDay: null, expectedDate: null, holdUntil: null, keptUntil: null },
        ...{ dueDate: calendarDate('2026-12-15'), extended: false, resumesOn: null, returnedOn: null },
        ...{ refusal: null, endedAt: null, closedAt: null },
      },
    ],
    laterTitle: later.map((recordId) => ({ recordId, addedAt: at })),
    notice: [
      {
        ...{ kind: 'accepted', subject: '【熊本県立図書館】予約を受け付けました', status: 'bounced' },
        ...{ address: null, createdAt: at, sentAt: at, holdDate: null },
      },
    ],
  };
}

/** 読みたい順予約: there is room for one. */
function fakeReadingOrders(account: Account): Fake[] {
  return [
    { operation: patronApi.readingOrders, answer: () => allow({ orders: account.readingOrders }) },
    {
      operation: patronApi.openReadingOrder,
      answer: ({ body }) => {
        const { orderId, pickupLibrary, early, volumes, firstReservationId, at } =
          patronApi.openReadingOrder.body.parse(body);
        if (account.readingOrders.length > 0) return refuse('RESERVATION_LIMIT');
        const stands = (n: number) => (n === 0 ? 'underWay' : 'toAsk');
        account.readingOrders.push({
          ...{ orderId, pickupLibrary, early },
          volumes: volumes.map(({ recordId, title }, n) => ({
            ...{ recordId, title, stands: stands(n), reservationId: null, refusal: null },
          })),
        });
        return allow({ reservationId: firstReservationId, reservationNumber: 'R-9', appliedAt: at });
      },
    },
    {
      operation: patronApi.changeReadingOrder,
      answer: ({ params, body }) => {
        const order = account.readingOrders.find(({ orderId }) => orderId === Object(params).orderId);
        if (order === undefined) return refuse('NOT_FOUND');
        if (Object(body).pickupLibrary === 'misato')
          return refuse('PICKUP_LIBRARY_PAUSED', { pickupLibrary: '美里町図書館', reopenDate: '2099-04-01' });
        if (Object(body).do === 'stop') account.readingOrders = [];
        else if (Object(body).do === 'pickup') order.pickupLibrary = Object(body).pickupLibrary;
        else order.early = Object(body).do === 'early';
        return allow({ changed: true });
      },
    },
  ];
}
