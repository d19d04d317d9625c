import { epochMs, instantFromDate, type MaintenanceWindow, reopensAt } from '@toshobin/lending-rules';
import { refusalProblem, sendProblem } from '@toshobin/service';
import type { Request, RequestHandler } from 'express';
import { saysSameOrigin } from '../forms/check-origin.ts';
import { formOf, readFormBytes } from '../forms/read-form.ts';
import type { Front } from '../page/front.ts';
import { sayIn } from '../page/language.ts';
import { Layout } from '../page/layout.tsx';
import { OfferAgain, type SentForm, sentForm } from '../page/offer-again.tsx';
import { sendPage } from '../page/render-page.ts';
import { timeIn } from '../page/time-words.ts';
import { closedUntil, closingHours } from './closing-words.ts';

/**
 * R12. Closes the patrons' web in the window: a page (or a problem for the JSON interface), 503 and when to come
 * back. A form that a page of ours sent meanwhile is offered again. Health and style sheets are mounted before it and stay,
 * and so does what is `open` (help).
 */
export function closeForMaintenance(parts: {
  window: MaintenanceWindow;
  now: () => Date;
  frontOf: (request: Request) => Front;
  publicUrl: string;
  open: (path: string) => boolean;
}): RequestHandler {
  const { window } = parts;
  return (request, response, next) => {
    const at = instantFromDate(parts.now());
    const until = reopensAt(window, at);
    if (window === 'off' || until === undefined || parts.open(request.path)) return next();
    const seconds = Math.ceil((epochMs(until) - epochMs(at)) / 1000);
    if (request.path.startsWith('/api/')) {
      const body = refusalProblem({ code: 'CLOSED_FOR_MAINTENANCE' });
      const words = { ja: closedUntil(window, 'ja'), en: closedUntil(window, 'en') };
      return sendProblem(response, { ...body, title: words.en, sentence: words }, seconds);
    }
    response.setHeader('Retry-After', String(seconds));
    const send = (sent?: SentForm) => {
      const page = (
        <ClosedPage front={parts.frontOf(request)} window={window} request={request} sent={sent} />
      );
      sendPage(response, page, 503);
    };
    if (request.method !== 'POST' || !saysSameOrigin(request, parts.publicUrl)) return send();
    readFormBytes(request, response, (fault?: unknown) => {
      if (fault) return next(fault);
      // The stream has ended, where nobody else would catch what is thrown.
      try {
        response.locals.form = formOf(request);
        send(sentForm(request, response));
      } catch (unreadable) {
        next(unreadable);
      }
    });
  };
}

interface ClosedPageProps {
  front: Front;
  window: Exclude<MaintenanceWindow, 'off'>;
  request: Request;
  sent: SentForm | undefined;
}

function ClosedPage({ front, window, request, sent }: ClosedPageProps) {
  const say = sayIn(front.language);
  const reopens = timeIn(front.language, window.until);
  return (
    <Layout
      front={front}
      title={say('ただいまメンテナンス中です', 'Closed for maintenance')}
      narrow
      withoutMenu
    >
      <div class="stack">
        <div class="calm stack">
          <Night />
          <h1>{say('ただいまメンテナンス中です', 'Closed for maintenance')}</h1>
          <p class="lead">{closingHours(window, front.language)}</p>
          <p class="lead">
            <b>
              {say(
                `${reopens}からご利用いただけます。`,
                `We are open again from ${reopens.replace(/\.$/, '')}.`,
              )}
            </b>
            {say('返却期限などの日付には影響しません。', ' Due dates and other dates are not affected.')}
          </p>
          {front.language === 'ja' ? <p lang="en">{closedUntil(window, 'en')}</p> : null}
        </div>
        {sent ? (
          <section class="card stack" aria-labelledby="kept">
            <h2 id="kept" class="h3">
              {say('入力した内容は残っています', 'What you entered is kept')}
            </h2>
            <p>
              {say(
                `このページを開いたままにして、${reopens}を過ぎたら押してください。`,
                `Keep this page open and press the button after ${reopens}.`,
              )}
            </p>
            <OfferAgain front={front} sent={sent} />
          </section>
        ) : (
          <p class="calm">
            <a class="tap" href={request.method === 'GET' ? request.originalUrl : '/'}>
              {say('このページをもう一度開く', 'Open this page again')}
            </a>
          </p>
        )}
      </div>
    </Layout>
  );
}

function Night() {
  return (
    <svg class="scene" viewBox="0 0 240 120" aria-hidden="true">
      <path fill="var(--accent)" d="M194 44a22 22 0 0 1-26-31 22 22 0 1 0 26 31z" />
      <g fill="var(--key-soft)" stroke="var(--key)" stroke-width="2">
        <rect x="34" y="52" width="18" height="52" rx="2" />
        <rect x="54" y="42" width="24" height="62" rx="2" />
        <rect x="80" y="58" width="14" height="46" rx="2" />
        <path d="m97 60 17-5 13 46-17 5z" />
      </g>
      <path stroke="var(--edge)" stroke-width="3" d="M20 105h200" />
    </svg>
  );
}
