import * as accounts from './accounts/account-verbs.tsx';
import * as cards from './cards/card-verbs.tsx';
import * as deadLetters from './dead-letters/dead-letter-verbs.ts';
import type { StaffRoutes, StaffWebDeps } from './deps.ts';
import * as scans from './desk/scan-verbs.ts';
import * as libraries from './libraries/library-verbs.ts';
import * as parcels from './parcels/parcel-verbs.ts';
import * as phone from './phone/phone-verbs.ts';
import { changePolicy } from './policy/routes.ts';
import * as settling from './settling/settling-verbs.ts';
import * as shelfChecks from './shelf-checks/shelf-check-verbs.ts';
import * as stock from './stock/stock-verbs.ts';
import * as tasks from './tasks/task-verbs.ts';
import * as terminals from './terminals/terminal-verbs.tsx';
import * as repair from './timeline/repair-verbs.ts';
import type { AnyVerb, VerbName } from './verbs/verb.ts';

const modules = [
  accounts,
  cards,
  deadLetters,
  libraries,
  parcels,
  phone,
  { changePolicy },
  repair,
  scans,
  settling,
  shelfChecks,
  stock,
  tasks,
  terminals,
] as const;

export const allVerbs: readonly AnyVerb[] = modules.flatMap(verbsIn);

type NamesIn<M> = {
  [E in keyof M]: M[E] extends { name: infer K extends VerbName; mount: unknown } ? K : never;
}[keyof M];
type NamesOf<List extends readonly unknown[]> = { [At in keyof List]: NamesIn<List[At]> }[number];
type Declared = NamesOf<typeof modules>;
/** An operation that no module declares is named by the compiler here. */
true satisfies [VerbName] extends [Declared] ? true : Exclude<VerbName, Declared>;

/** What a module exports beside its verbs is its own. */
function verbsIn(module: object): AnyVerb[] {
  return Object.values(module).filter((one) => one !== null && typeof one === 'object' && 'mount' in one);
}

export function mountVerbs(routes: StaffRoutes, deps: StaffWebDeps): void {
  for (const verb of allVerbs) verb.mount(routes, deps);
}

/** What the deeds of the verbs are called in 操作の記録. */
export const verbWords: Readonly<Record<string, string>> = Object.fromEntries(
  allVerbs.flatMap(({ name, words }) =>
    typeof words === 'string' ? [[name, words]] : Object.entries(words),
  ),
);

/** What a form that is kept is called, by the address that it goes to. */
export const keptForms: readonly (readonly [address: RegExp, what: string])[] = allVerbs.flatMap(
  ({ form }) =>
    form?.kept ? [[new RegExp(`^${form.path.replaceAll(/:\w+/g, '[^/]+')}$`), form.kept] as const] : [],
);
