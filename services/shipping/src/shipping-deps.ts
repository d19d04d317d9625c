import type { Answering, ShippingActivities, shippingApi } from '@toshobin/contracts';
import type { OwnerDeps } from '@toshobin/owner';
import type { z } from 'zod';
import type { Database } from './database.ts';

/** What every verb of this service needs from outside. */
export interface ShippingDeps extends OwnerDeps<Database> {
  newId(): string;
}

/** A function that carries out that command of the processes. */
export type Carries<C extends keyof ShippingActivities> = (
  deps: ShippingDeps,
  command: Parameters<ShippingActivities[C]>[0],
) => ReturnType<ShippingActivities[C]>;

/** A function that answers that operation of `shippingApi`. */
export type Answers<O extends keyof typeof shippingApi, Deps = ShippingDeps> = Answering<
  Deps,
  (typeof shippingApi)[O]
>;

/** What that operation answers. */
export type AnswerTo<O extends keyof typeof shippingApi> = z.output<(typeof shippingApi)[O]['answer']>;
/** What that operation is asked, by path, query and body in one. */
export type AskedOf<O extends keyof typeof shippingApi> = Parameters<Answers<O>>[1];
