import { patronApi } from '@toshobin/contracts';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { forgetHistory } from '../history/forget-history.ts';
import { readHistory } from '../history/read-history.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changePreferences } from '../preferences/preferences.ts';

/** What a patron chose to be told and kept, and what was kept. */
export function servePreferences(router: Router, deps: PatronDeps): void {
  serve(router, patronApi.changePreferences, ({ params, body }) =>
    changePreferences(deps, { ...params, ...body, at: deps.now() }),
  );
  serve(router, patronApi.history, ({ params, query }) => readHistory(deps, { ...params, ...query }));
  serve(router, patronApi.forgetHistory, ({ params, body }) => forgetHistory(deps, { ...params, ...body }));
}
