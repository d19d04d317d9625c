import type { Answering, CatalogActivities, catalogApi } from '@toshobin/contracts';
import type { OwnerDeps } from '@toshobin/owner';
import type { z } from 'zod';
import type { Database } from './database.ts';

/** What every verb of the catalog needs from outside. */
export interface CatalogDeps extends OwnerDeps<Database> {
  /** Called when a closure was heard, so that the dates need not wait for the next look at closures. */
  closureHeard?: () => void;
  /** The reservation whose process gives the command: the answer tells that process how it stands. */
  asks?: string;
  /** The id of the patron's wish that the command answers, if it is one: the transaction keeps the answer by it. */
  wish?: string;
}

/** A function that carries out that command of the processes. */
export type Carries<C extends keyof CatalogActivities> = (
  deps: CatalogDeps,
  command: Parameters<CatalogActivities[C]>[0],
) => ReturnType<CatalogActivities[C]>;

/** A function that answers that operation of `catalogApi`. */
export type Answers<O extends keyof typeof catalogApi, Deps = CatalogDeps> = Answering<
  Deps,
  (typeof catalogApi)[O]
>;

/** What that operation answers. */
export type AnswerTo<O extends keyof typeof catalogApi> = z.output<(typeof catalogApi)[O]['answer']>;
/** What that operation is asked, by path, query and body in one. */
export type AskedOf<O extends keyof typeof catalogApi> = Parameters<Answers<O>>[1];
