import { randomUUID } from 'node:crypto';
import { makeBarcode, patronApi } from '@toshobin/contracts';
import { allow, calendarDate, deadlineOn, refuse } from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';
import type { DeskWorld } from './desk-world.ts';
import type { Does } from './shipping-desk.ts';
import { hanakosCard } from './stand-ins.ts';

export const hanako = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0100';
export const applicationId = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0400';
/** Its card is to be posted. */
export const issuedApplication = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0401';
/** 花子's card before the present one. */
export const replacedCard = makeBarcode('card', 11);
export const approvedApplication = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0402';
export const reissuedApplication = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0404';
export const renewal = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0403';

const row = {
  reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001',
  reservationNumber: 'R-1',
  recordId: '8',
  title: '坊っちゃん',
  pickupLibrary: 'pref',
  state: 'handedOut',
  appliedAt: '2026-11-20T03:00:00Z',
  plannedDispatchDay: null,
  expectedDate: null,
  holdUntil: null,
  due: deadlineOn(calendarDate('2026-12-15')),
  resumesOn: null,
  keptUntil: null,
  holdNumber: null,
  extended: false,
  othersWaiting: false,
  refusal: null,
  protectiveCover: false,
  open: true,
};

/** What somebody has written on paper to have a card. */
export const application = {
  applicationId: randomUUID(),
  name: '例川太郎',
  nameReading: 'れいかわたろう',
  birthDate: '1990-01-02',
  postcode: '862-0001',
  address: '例市例町1',
  phone: null,
  email: null,
};

/** What the patron service answers to the desk: one person and her card, applications for cards, mails. */
export function patronDesk(world: DeskWorld, does: Does, heard: string[]): Fake[] {
  const cardNumber = makeBarcode('card', 12);
  const isOld = (body: unknown) => Object(body).cardNumber === replacedCard;
  const changed = { cardNumber: makeBarcode('card', 13), expiresOn: '2029-03-31' };
  const applied = {
    ...{ applicationId, applicationNumber: 'C-1', name: '例川太郎', nameReading: 'れいかわたろう' },
    ...{ birthDate: '1990-01-02', postcode: '862-0001', address: '例市例町1', phone: null, email: null },
    ...{ channel: 'paper', appliedAt: '2026-11-20T03:00:00Z', otherApplications: [] },
  };
  return [
    {
      operation: patronApi.findByCard,
      answer: ({ body }) =>
        [cardNumber, changed.cardNumber, replacedCard].includes(Object(body).cardNumber)
          ? allow({
              patronId: hanako,
              name: '例山花子',
              birthDate: '1961-04-05',
              postcode: '862-0001',
              address: '例市例町1',
              phone: '096-111-2222',
              cardNumber: isOld(body) ? cardNumber : Object(body).cardNumber,
              cardStatus: world.cardStatus,
              expiresOn: null,
              givenWasReplaced: isOld(body),
              sameCards: world.sameCards,
              emailStatus: 'none',
              loans: 1 + world.moreRows.length,
              reservations: 1,
              rows: [
                row,
                {
                  ...row,
                  reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0003',
                  reservationNumber: 'R-3',
                  state: 'queued',
                  due: null,
                },
                ...world.moreRows.map((more) => ({ ...row, due: null, ...more })),
              ],
            })
          : refuse('NOT_FOUND'),
    },
    {
      operation: patronApi.findPersons,
      answer: ({ body }) => {
        const { text } = Object(body);
        const digits = text.normalize('NFKC').replaceAll('-', '');
        const isHanako = ['例山', 'れいやま', '2222', '0961112222', hanakosCard, replacedCard].includes(
          digits,
        );
        const known = { name: '例山花子', nameReading: 'れいやま はなこ', birthDate: '1961-04-05' };
        const hanakos = { ...known, cardNumber: hanakosCard, phone: '096-111-2222' };
        const namesakes = text === '例' ? [hanakos, { ...hanakos, cardNumber: changed.cardNumber }] : [];
        return allow({ persons: isHanako ? [hanakos] : namesakes, more: false });
      },
    },
    {
      operation: patronApi.cardDigits,
      answer: ({ body }) =>
        allow({
          cards: Object(body).reservationIds.map((reservationId: string) => ({
            reservationId,
            cardLast4: '0121',
          })),
        }),
    },
    {
      operation: patronApi.numbersOfReservations,
      answer: ({ body }) =>
        allow({
          numbers: Object(body).reservationIds.map((reservationId: string) => ({
            reservationId,
            reservationNumber: '1234',
          })),
        }),
    },
    does(patronApi.patronOfReservation, 'whom', {
      patronId: hanako,
      name: '例山花子',
      phone: '096-111-2222',
      cardLast4: '0012',
      row,
    }),
    {
      operation: patronApi.reservationOfNumber,
      answer: ({ params }) =>
        Object(params).reservationNumber === '1234'
          ? allow({ reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009' })
          : refuse('NOT_FOUND'),
    },
    {
      operation: patronApi.mailsOfReservation,
      answer: () => {
        const mail = { kind: 'readyAtMunicipal', again: false, mayBeSentAgain: true };
        return allow({
          reservationNumber: '1234',
          mails: [{ ...mail, state: 'sent', at: '2026-11-24T03:00:00Z' }, ...world.moreMails],
        });
      },
    },
    { operation: patronApi.pickupPausePreview, answer: () => allow({ waiting: 7 }) },
    {
      operation: patronApi.mailSamples,
      answer: () =>
        allow({
          mails: [
            {
              ...{ kind: 'readyAtMunicipal', subject: '【例】受取可能', text: '見本の本\n届きました' },
              english: { subject: '[例] Ready for pickup', text: '見本の本\nIt has come' },
            },
          ],
        }),
    },
    {
      operation: patronApi.mailQueue,
      answer: () => allow({ due: 2, since: '2026-11-24T03:00:00Z', later: 5, triedBefore: 0 }),
    },
    {
      operation: patronApi.expiredCards,
      answer: () => allow({ ends: 41, open: 3, suspended: 2, aNight: 300 }),
    },
    {
      operation: patronApi.mailAgain,
      answer: ({ body }) => {
        const { kind } = Object(body);
        heard.push(`again ${kind}`);
        return kind === 'readyAtMunicipal' ? allow({ told: 'byTelephone' }) : refuse('STATE_CHANGED');
      },
    },
    does(patronApi.readReservation, 'read', { row, holderHasOtherOverdue: false }),
    {
      operation: patronApi.apply,
      answer: ({ body }) => {
        const { reservationId, channel, appliedAt, title, pickupLibrary } = Object(body);
        world.applied.push(title);
        world.appliedTo.push(pickupLibrary);
        return allow({ reservationId, reservationNumber: `R-${channel}`, appliedAt });
      },
    },
    does(patronApi.cardApplications, 'applications', {
      applications: [
        {
          ...{ ...applied, state: 'applied', cardNumber: null, otherApplications: [approvedApplication] },
          sameCards: [
            { cardNumber: makeBarcode('card', 42), name: '例河 太郎', nameReading: 'レイカワ タロウ' },
          ],
        },
        {
          ...{ ...applied, applicationId: issuedApplication, applicationNumber: 'C-3', name: '例田次郎' },
          ...{ state: 'issued', cardNumber: makeBarcode('card', 14), sameCards: [] },
        },
        {
          ...{ ...applied, applicationId: reissuedApplication, applicationNumber: 'C-5', name: '例田四郎' },
          ...{ state: 'issued', cardNumber: makeBarcode('card', 16), sameCards: [] },
          ...{ reissued: true, passwordChosen: true },
        },
        {
          ...{ ...applied, applicationId: approvedApplication, applicationNumber: '10004', name: '例川太朗' },
          ...{ state: 'approved', cardNumber: null, sameCards: [] },
        },
      ],
    }),
    does(patronApi.cardRenewals, 'renewals', {
      renewals: [
        {
          ...{ applicationId: renewal, askedAt: '2026-11-23T03:00:00Z', name: '例本三郎', phone: null },
          ...{ birthDate: '1950-06-07', cardNumber: makeBarcode('card', 15), expiresOn: '2026-12-20' },
        },
      ],
    }),
    does(patronApi.applyForCard, 'paper application', { applicationId, applicationNumber: 'C-2' }),
    does(patronApi.checkCardApplication, 'check application', {
      state: 'approved',
      applicationNumber: 'C-1',
    }),
    does(patronApi.replaceCard, 'replace card', changed),
    does(patronApi.suspendCard, 'suspend card', { ...changed, suspended: true }),
    {
      operation: patronApi.endRegistration,
      answer: ({ body }) => {
        const { by } = Object(body);
        heard.push(`end registration ${by.account}@${by.library}`);
        // Who has the other card has a book still.
        return Object(body).cardNumber === cardNumber ? allow({ ended: true }) : refuse('STILL_IN_USE');
      },
    },
    does(patronApi.renewCard, 'renew card', changed),
    does(patronApi.correctPerson, 'correct person', { corrected: true }),
    does(patronApi.releaseWithoutCard, 'release', { code: '40404040', validUntil: '2026-11-24T15:00:00Z' }),
    does(patronApi.issueLetterCode, 'letter code', {
      ...{ code: 'KF7MQ2', validUntil: '2026-12-08' },
      to: { name: '例山花子', postcode: '862-0001', address: '例市例町1' },
    }),
  ];
}
