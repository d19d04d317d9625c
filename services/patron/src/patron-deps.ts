import type { Answering, PatronActivities, patronApi } from '@toshobin/contracts';
import type { MailWindow } from '@toshobin/lending-rules';
import type { OwnerDeps } from '@toshobin/owner';
import type { Logger, ServiceClient } from '@toshobin/service';
import type { z } from 'zod';
import type { Database } from './database.ts';

/** What the library is called and where its pages are. */
export interface PatronSettings {
  libraryName: string;
  libraryPhone: string;
  patronWebUrl: string;
  /** The key of the hashes of card numbers and of the links in mails. */
  secret: string;
  /** Other keys, under which something may have been made before, or in another process. */
  otherSecrets: readonly string[];
  noticeGatherSeconds: number;
  /** R19: the policy's window, none at all, or one of the configuration's. */
  mailWindow: MailWindow;
}

/** Everything the service's steps take from outside: database, clock, chance, settings. */
export interface PatronDeps extends OwnerDeps<Database> {
  newId(): string;
  settings: PatronSettings;
  log: Logger;
  /** The catalog, which knows where copies are: asked before a mail reminds or accuses. */
  catalog: ServiceClient;
}

/** A function that carries out that command of the processes. */
export type Carries<C extends keyof PatronActivities> = (
  deps: PatronDeps,
  command: Parameters<PatronActivities[C]>[0],
) => ReturnType<PatronActivities[C]>;

/** A function that answers that operation of `patronApi`. */
export type Answers<O extends keyof typeof patronApi, Deps = PatronDeps> = Answering<
  Deps,
  (typeof patronApi)[O]
>;

/** What that operation answers. */
export type AnswerTo<O extends keyof typeof patronApi> = z.output<(typeof patronApi)[O]['answer']>;
/** What that operation is asked, by path, query and body in one. */
export type AskedOf<O extends keyof typeof patronApi> = Parameters<Answers<O>>[1];
