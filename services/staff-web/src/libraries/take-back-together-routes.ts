import { ReasonSchema } from '@toshobin/contracts';
import { allow, type Refusal } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { pageFault, parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage, orFault } from '../pages/draw-page.ts';
import { answerOn, refused } from '../pages/keep-answer.ts';
import type { Said } from '../scans/say.ts';
import { togetherWith } from './entered-together.ts';
import { everyClosure, takeBackClosure } from './library-verbs.ts';
import { movedByClosures } from './moved-by-closures.ts';
import { TakeBackTogetherPage } from './take-back-together.page.tsx';

const Form = z.strictObject({
  factId: z.uuid(),
  closureId: z
    .union([z.uuid().transform((closureId) => [closureId]), z.array(z.uuid()).max(200)])
    .default([]),
  reason: z.string(),
});

/** R17. A closure of several libraries is taken back in two steps, as it is entered: what that moves, then, with one reason, it is so. */
export function mountTakeBackTogether(routes: StaffRoutes, deps: StaffWebDeps): void {
  const path = '/closures/:closureId/together';
  routes.page(path, 'libraries', (call) => drawTogether(deps, call));
  routes.form(path, 'libraries', async (call) => {
    const { factId, closureId: chosen, reason: typed } = parseFields(Form, call.form);
    const reason = ReasonSchema.safeParse(typed);
    const faults = {
      ...(chosen.length === 0 ? { closureId: '取りやめる館を選んでください。' } : {}),
      ...(reason.success ? {} : { reason: '理由を200文字までで入れてください。' }),
    };
    if (!reason.success || chosen.length === 0)
      return drawTogether(deps, call, { chosen, reason: typed, faults });
    const decision = await takeBackEach(deps, staffOf(call), { factId, chosen, reason: reason.data });
    await answerOn(deps, call, '/libraries', { decision, said: (said) => said });
  });
}

async function drawTogether(
  deps: StaffWebDeps,
  call: StaffCall,
  sent?: { chosen: readonly string[]; reason: string; faults: Readonly<Record<string, string>> },
): Promise<void> {
  const { closures } = orFault(await everyClosure(deps));
  const closure = closures.find(({ closureId }) => closureId === call.request.params.closureId);
  if (!closure) return pageFault(404);
  const together = togetherWith(closures, closure);
  const closureIds = together.map(({ closureId }) => closureId);
  const [nameOf, moved, parcels] = await Promise.all([
    deps.libraries.names(),
    movedByClosures(deps, closureIds),
    Promise.all(
      together.map(({ library, from, until }) =>
        deps.shipping.closurePreview({ query: { library, from, until, takenBack: 'yes' } }),
      ),
    ),
  ]);
  const takenBack = together.map(({ closureId, library }, n) => {
    const preview = parcels[n];
    return {
      closureId,
      name: nameOf(library),
      moved: moved?.get(closureId),
      parcels: preview?.ok
        ? { ...preview.value, earlier: preview.value.parcels.reduce((sum, { count }) => sum + count, 0) }
        : undefined,
    };
  });
  const { chosen = closureIds, reason = '', faults = {} } = sent ?? {};
  const page = { closure, takenBack, chosen: new Set(chosen), reason, faults };
  drawPage(deps, call, TakeBackTogetherPage, page);
}

/** Takes back each that is still in force; says which are, and of the others why not. */
async function takeBackEach(
  deps: StaffWebDeps,
  staff: Staff,
  asked: { factId: string; chosen: readonly string[]; reason: string },
) {
  const [listed, nameOf] = await Promise.all([everyClosure(deps), deps.libraries.names()]);
  if (!listed.ok) return listed;
  const before: string[] = [];
  const failed: string[] = [];
  let count = 0;
  for (const closureId of new Set(asked.chosen)) {
    const closure = listed.value.closures.find((one) => one.closureId === closureId);
    const name = closure ? nameOf(closure.library) : '館のわからない休館';
    if (closure?.takenBack) {
      before.push(name);
      continue;
    }
    const body = { factId: derivedId(asked.factId, closureId), reason: asked.reason };
    const takenBack = await takeBackClosure.doneBy(deps, staff, { params: { closureId }, body });
    if (takenBack.ok) count += 1;
    else failed.push(`${name}（${await whyNot(deps, takenBack.refusal)}）`);
  }
  if (count === 0 && failed.length === 0) {
    const again: Said = { tone: 'again', text: 'もう取りやめてあります', detail: before.join('、') };
    return allow(again);
  }
  const said: Said = {
    tone: failed.length > 0 ? 'stop' : 'ok',
    text: count > 0 ? `${count}館の休館を取りやめました` : '取りやめられませんでした',
    detail: count > 0 ? 'すでに知らせた期限は変わりません' : '',
    notes: [
      ...(failed.length > 0 ? [`取りやめられませんでした：${failed.join('、')}`] : []),
      ...(before.length > 0 ? [`もう取りやめてありました：${before.join('、')}`] : []),
    ],
  };
  return allow(said);
}

async function whyNot(deps: StaffWebDeps, refusal: Refusal): Promise<string> {
  if (refusal.code === 'NOT_FOUND') return '登録がもうありません';
  return (await refused(deps, refusal)).text.replaceAll('\n', '').replace(/。$/, '');
}
