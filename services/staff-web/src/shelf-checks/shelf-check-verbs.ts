import { staffWebApi } from '@toshobin/contracts';
import { actingForBranch } from '../for-library/acting-for.ts';
import { pageWith } from '../pages/keep-answer.ts';
import { done } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb } from '../verbs/mount-verb.ts';

const ANSWERS = { here: 'あります', gone: 'ありません' } as const;

/** 棚にありますか: for a copy this library was asked about; NOT_FOUND for another library's, which shipping judges. */
export const answerShelfCheck = verb('answerShelfCheck', staffWebApi.answerShelfCheck, {
  may: 'shelfChecks',
  words: '棚にありますか',
  actsFor: actingForBranch,
  subject: ({ params }) => `reservation ${params.reservationId}`,
  why: ({ answer }) => ANSWERS[answer],
  carryOut: ({ shipping }, { params, body: { library: _, ...step }, by }) =>
    shipping.answerShelfCheck({ params, body: { ...step, by } }),
  form: {
    path: '/shelf-checks/:reservationId',
    button: ({ answer }) => (answer === 'here' ? ANSWERS.here : ANSWERS.gone),
    fields: { answer: GIVEN, library: GIVEN },
    kept: '「棚にありますか」の答え',
    said: ({ answer }) => (answer === 'here' ? { ...done('返送箱へ'), tone: 'back' } : done('記録しました')),
    page: ({ body }) => pageWith('/shelf-checks', { library: body.library }),
  },
});
