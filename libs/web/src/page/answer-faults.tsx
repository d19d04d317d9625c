import type { Logger } from '@toshobin/service';
import { isOutage, noteOutage, ServiceFault } from '@toshobin/service';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { FormBody } from '../forms/read-form.ts';
import { type Front, sentenceOf } from './front.ts';
import { Layout } from './layout.tsx';
import { PageFault } from './page-fault.ts';
import { sendPage } from './render-page.ts';

/** Ends a page with 404 and the like from inside a handler. */
export function pageFault(status: 400 | 403 | 404 | 422): never {
  throw new PageFault(status);
}

/** What a page says of a fault; never more than that, and never a stack. */
const words: Record<number, { title: string; text: string }> = {
  403: {
    title: 'もう一度お試しください',
    text: '画面を開いてから時間がたったか、別の画面から送られました。前の画面を開き直して、もう一度お試しください。',
  },
  413: { title: '入力が長すぎます', text: '短くして、もう一度お試しください。' },
};
const unreadable = {
  title: '入力の内容を確かめてください',
  text: '送られた内容を読み取れませんでした。前の画面に戻って、もう一度お試しください。',
};

/** The last page of all: nothing at this address. */
export function pageNotFound(frontOf: (request: Request) => Front): RequestHandler {
  return (request, response, next) => {
    if (request.path.startsWith('/api/')) return next();
    const front = frontOf(request);
    const text = sentenceOf({ code: 'NOT_FOUND' }, front);
    const page = (
      <Layout front={front} title="見つかりません" narrow>
        <div class="stack calm">
          <h1>{text}</h1>
          <p>アドレスが変わったか、ページがなくなりました。</p>
          <p>
            <a class="btn" href="/">
              はじめの画面へ
            </a>
          </p>
        </div>
      </Layout>
    );
    sendPage(response, page, 404);
  };
}

/**
 * Faults on pages, in the words of the list: what the visitor sent is offered again where we are the reason
 * (another process is away: 503), everything unexpected is a 500 that says nothing of itself.
 */
export function answerFaultsWithPages(
  frontOf: (request: Request) => Front,
  log: Logger,
): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    // The JSON interface has its own faults (problem+json), mounted behind us.
    if (response.headersSent || request.path.startsWith('/api/')) return next(thrown);
    const front = frontOf(request);
    const status = statusOf(thrown);
    if (status === 404) return pageNotFound(frontOf)(request, response, next);
    if (status !== undefined) {
      const { title, text } = words[status] ?? unreadable;
      const page = (
        <Layout front={front} title={title} narrow>
          <div class="stack calm">
            <h1>{title}</h1>
            <p>{text}</p>
            <p>
              <a class="btn" href="/">
                はじめの画面へ
              </a>
            </p>
          </div>
        </Layout>
      );
      return sendPage(response, page, status);
    }
    const away = thrown instanceof ServiceFault;
    const where = {
      requestId: response.locals.requestId,
      method: request.method,
      route: request.route?.path,
    };
    if (away && isOutage(thrown)) noteOutage(thrown, log, where);
    else if (away)
      log.warn({ ...where, service: thrown.service, status: thrown.status }, 'another process failed');
    else log.error({ ...where, err: thrown }, 'a page failed');
    if (away) response.setHeader('Retry-After', '5');
    sendPage(response, busyPage(front, request, response), away ? 503 : 500);
  };
}

/** TRY_AGAIN, with the form that was sent. */
function busyPage(front: Front, request: Request, response: Response) {
  return (
    <Layout front={front} title="ただいま混み合っています" narrow>
      <div class="stack calm">
        <h1>もう一度お試しください</h1>
        <p class="lead">{sentenceOf({ code: 'TRY_AGAIN' }, front)}</p>
        <OfferAgain request={request} response={response} />
      </div>
    </Layout>
  );
}

/** The form that was sent, ready to be sent again (never a password); for a page, its address. */
export function OfferAgain({ request, response }: { request: Request; response: Response }) {
  const form: FormBody | undefined = response.locals.form;
  if (request.method !== 'POST' || form === undefined) {
    return (
      <p>
        <a class="btn" href={request.method === 'GET' ? request.originalUrl : '/'}>
          もう一度試す
        </a>
      </p>
    );
  }
  const fields = Object.entries(form).filter(([name]) => !/password/i.test(name));
  return (
    <form method="post" action={request.originalUrl}>
      {fields.flatMap(([name, value]) =>
        [value].flat().map((one, n) => <input key={`${name} ${n}`} type="hidden" name={name} value={one} />),
      )}
      <button class="btn" type="submit">
        もう一度試す
      </button>
    </form>
  );
}

const MarkedFault = z.object({ status: z.int().min(400).max(499) });

/** The status of a fault of the request; undefined for a fault of ours. */
function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || thrown instanceof ServiceFault) return undefined;
  return MarkedFault.safeParse({ status: Reflect.get(thrown, 'status') }).data?.status;
}
