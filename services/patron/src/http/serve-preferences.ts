import { patronApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { forgetHistory } from '../history/forget-history.ts';
import { readHistory } from '../history/read-history.ts';
import { forgetLater, keepForLater, readLater } from '../later/later-list.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changePreferences } from '../preferences/preferences.ts';

/** What a patron chose to be told and kept, what was kept, and what they keep themselves. */
export function servePreferences(router: Router, deps: PatronDeps): void {
  serve(router, patronApi.changePreferences, ({ params, body }) =>
    changePreferences(deps, { ...params, ...body, at: deps.now() }),
  );
  serve(router, patronApi.history, ({ params, query }) => readHistory(deps, { ...params, ...query }));
  serve(router, patronApi.forgetHistory, ({ params, body }) => forgetHistory(deps, { ...params, ...body }));
  serve(router, patronApi.later, async ({ params }) => allow({ recordIds: await readLater(deps, params) }));
  serve(router, patronApi.keepForLater, ({ params, body }) =>
    keepForLater(deps, { ...params, ...body, at: deps.now() }),
  );
  serve(router, patronApi.forgetLater, async ({ params, body }) =>
    allow(await forgetLater(deps, { ...params, ...body })),
  );
}
