import { epochMs, instantFromDate, type MaintenanceWindow, reopensAt } from '@toshobin/lending-rules';
import { refusalProblem, sendProblem } from '@toshobin/service';
import type { Request, RequestHandler, Response } from 'express';
import { formOf, readFormBytes } from '../forms/read-form.ts';
import { OfferAgain } from '../page/answer-faults.tsx';
import type { Front } from '../page/front.ts';
import { Layout } from '../page/layout.tsx';
import { sendPage } from '../page/render-page.ts';

/**
 * R12. Closes the patrons' web in the window: a page (or a problem for the JSON interface), 503 and when to come
 * back. A form sent meanwhile is offered again. Health and style sheets are mounted before it and stay.
 */
export function closeForMaintenance(parts: {
  window: MaintenanceWindow;
  now: () => Date;
  frontOf: (request: Request) => Front;
}): RequestHandler {
  return (request, response, next) => {
    const at = instantFromDate(parts.now());
    const until = reopensAt(parts.window, at);
    if (until === undefined) return next();
    const seconds = Math.ceil((epochMs(until) - epochMs(at)) / 1000);
    if (request.path.startsWith('/api/')) {
      return sendProblem(response, refusalProblem({ code: 'CLOSED_FOR_MAINTENANCE' }), seconds);
    }
    response.setHeader('Retry-After', String(seconds));
    if (request.method !== 'POST') {
      return sendPage(response, closedPage(parts.frontOf(request), request, response), 503);
    }
    readFormBytes(request, response, (fault?: unknown) => {
      if (fault) return next(fault);
      response.locals.form = formOf(request);
      sendPage(response, closedPage(parts.frontOf(request), request, response), 503);
    });
  };
}

function closedPage(front: Front, request: Request, response: Response) {
  return (
    <Layout front={front} title="ただいまメンテナンス中です" narrow>
      <div class="stack calm">
        <h1>ただいまメンテナンス中です</h1>
        <p class="lead">毎日 午前4時30分から午前5時まで、蔵書検索・予約・Myライブラリはお休みします。</p>
        <p class="lead">
          <b>午前5時からご利用いただけます。</b>返却期限などの日付には影響しません。
        </p>
        {request.method === 'POST' ? (
          <>
            <p>入力した内容は残っています。</p>
            <OfferAgain request={request} response={response} />
          </>
        ) : null}
      </div>
    </Layout>
  );
}
