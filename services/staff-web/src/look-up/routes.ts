import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { allowCamera } from '../offline/mount-scripts.ts';
import { drawPage } from '../pages/draw-page.ts';
import { scanFields, typedInto } from '../pages/fields.ts';
import { LookUpPage } from './look-up.page.tsx';
import { lookUp, lookUpOf, numberToLookUp } from './look-up.ts';
import { sayLookedUp } from './look-up-words.ts';

const PAGE = '/look-up';
const LookUpForm = z.strictObject({ ...scanFields, keys: z.literal('1').optional() });

/** A pickup library asks about a number; what may be a card's stands in no address. */
export function mountLookUp(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.form(PAGE, 'lookUp', async (call) => {
    const { code, keys } = parseFields(LookUpForm, call.form);
    call.response.redirect(303, lookUpOf(code, keys ? { keys } : {}));
  });
  routes.page(PAGE, 'lookUp', async (call) => {
    const staff = staffOf(call);
    const number = numberToLookUp(typedInto(call.request, 'n', 64));
    const looked = call.request.query.n === undefined ? undefined : await lookUp(deps, staff, number);
    const found = looked && {
      said: await sayLookedUp(deps, looked, number),
      facts: looked.kind === 'found' ? looked.facts : [],
    };
    const nameOf = await deps.libraries.names();
    const keys = call.request.query.keys === '1';
    allowCamera(call.response);
    const phone = { keys, other: keys ? PAGE : `${PAGE}?keys=1` };
    drawPage(deps, call, LookUpPage, { library: nameOf(staff.library), phone, number, found });
  });
}
