import { LibraryCodeSchema, ReasonInMailsSchema } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  CalendarDateSchema,
  dayOf,
  instantFromDate,
  isAfter,
  refuse,
} from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { PageFault, parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { answerOn } from '../pages/keep-answer.ts';
import { done } from '../scans/say.ts';
import { ClosureFormPage } from './closure-form.page.tsx';
import { enterClosure } from './library-verbs.ts';

const Codes = z
  .union([LibraryCodeSchema.transform((code) => [code]), z.array(LibraryCodeSchema).max(200)])
  .default([]);
const Wanted = z.object({
  of: LibraryCodeSchema,
  /** Others that close on the same days. */
  also: Codes,
  from: CalendarDateSchema,
  until: CalendarDateSchema,
  reason: ReasonInMailsSchema,
});

const FAULTS: Readonly<Record<string, string>> = {
  of: '館を選んでください。',
  also: '同時に休館する館を選び直してください。',
  from: 'はじめの日を入れてください。',
  until: '終わりの日を入れてください。',
  reason: '理由を60文字までで入れてください。',
};

function faultsIn(
  wanted: z.ZodSafeParseResult<z.output<typeof Wanted>>,
  today: CalendarDate,
): Readonly<Record<string, string>> {
  if (!wanted.success) {
    const names = wanted.error.issues.map(({ path }) => String(path[0]));
    return Object.fromEntries(names.map((name) => [name, FAULTS[name] ?? '']));
  }
  const { from, until } = wanted.data;
  if (isAfter(from, until)) return { until: '終わりの日は、はじめの日か、それより後の日を入れてください。' };
  return isAfter(today, until) ? { until: '終わりの日は、今日か、それより後の日を入れてください。' } : {};
}

const SeveralForm = z.strictObject({
  factId: z.uuid(),
  library: Codes,
  from: CalendarDateSchema,
  until: CalendarDateSchema,
  reason: ReasonInMailsSchema,
});

/** R17. 臨時休館の登録 in two steps: libraries and days, then what they would move; only the second one enters them. */
export function mountClosureForm(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/closures/new', 'libraries', async (call) => {
    const { query } = call.request;
    // As its second step does with what is no text.
    if (Object.values(query).some((value) => String(value).includes('\0'))) throw new PageFault(400);
    const today = dayOf(instantFromDate(deps.now()));
    const wanted = Wanted.safeParse(query);
    const faults = Object.keys(query).length > 0 ? faultsIn(wanted, today) : {};
    const closure = wanted.success && Object.keys(faults).length === 0 ? wanted.data : undefined;
    const closing = closure ? [...new Set([closure.of, ...closure.also])] : [];
    const moves = await Promise.all(
      closing.map(async (library) => {
        const asked = { query: { library, from: closure?.from ?? today, until: closure?.until ?? today } };
        const [dates, parcels] = await Promise.all([
          deps.catalog.closurePreview(asked),
          deps.shipping.closurePreview(asked),
        ]);
        return {
          library,
          dates: dates.ok ? dates.value : undefined,
          parcels: parcels.ok ? parcels.value : undefined,
        };
      }),
    );
    const typed = (name: string) => {
      const value = query[name];
      return typeof value === 'string' ? value.slice(0, 60) : '';
    };
    const page = {
      libraries: await deps.libraries.all(),
      also: Codes.safeParse(query.also).data ?? [],
      typed: { of: typed('of'), from: typed('from'), until: typed('until'), reason: typed('reason') },
      faults,
      closure,
      moves,
    };
    drawPage(deps, call, ClosureFormPage, page);
  });
  routes.form('/closures/several', 'libraries', async (call) => {
    const { factId, library: codes, ...days } = parseFields(SeveralForm, call.form);
    const nameOf = await deps.libraries.names();
    const refusedAt: string[] = [];
    for (const library of codes) {
      const body = { factId: derivedId(factId, library), library, ...days };
      const entered = await enterClosure.doneBy(deps, staffOf(call), { params: {}, body });
      if (!entered.ok) refusedAt.push(nameOf(library));
    }
    const count = codes.length - refusedAt.length;
    const left =
      refusedAt.length === 0 ? '' : `登録しなかった館（もう登録があります）：${refusedAt.join('、')}`;
    await answerOn(deps, call, '/libraries', {
      decision: count > 0 ? allow(count) : refuse('STATE_CHANGED'),
      said: () => done(`${count}館の臨時休館を登録しました`, left || '期限を動かし、お知らせします'),
    });
  });
}
