import type { AnyEndpoint, Endpoint, Schema, staffWebApi } from '@toshobin/contracts';
import type { CalendarDate, Decision, Instant, Refusal } from '@toshobin/lending-rules';
import type { FormBody } from '@toshobin/web';
import type { JSX } from 'preact';
import type { Staff, StaffRoutes, StaffWebDeps } from '../deps.ts';
import type { StaffAction } from '../roles.ts';
import type { Answered } from '../scans/row-of.ts';
import type { Said } from '../scans/say.ts';
import type { Offer } from '../sessions/desk-state.ts';
import type { FormFields, Input } from './form-fields.ts';

type Api = typeof staffWebApi;

/** The operations of the JSON interface that change something: those with a body, but for the sign-in and what only looks. */
export type VerbName = Exclude<
  { [K in keyof Api]: Api[K] extends { body: Schema<undefined> } ? never : K }[keyof Api],
  'previewExtensionForCaller' | 'signIn'
>;

/** The same, with who asks, when, and what it is done to. */
interface Asked<P, B, F> extends Input<P, B> {
  /** Whoever it is entered for (代行入力). */
  staff: Staff;
  by: { account: string; library: Staff['library'] };
  at: Instant;
  /** None where it is part of something else that is done. */
  sessionId?: string | undefined;
  found: F;
}

/** What the answer's words are made of. */
interface Heard<P, B> extends Input<P, B> {
  nameOf: (code: string) => string;
}

/**
 * A verb of the desk, said once: `mountVerbs` makes its page form and its JSON operation of it, `VerbForm` draws it, and
 * what is written of it (操作の記録) and kept of it (a form whose session had ended) follow.
 */
export interface DeclaredVerb<P, B, A, F> {
  may: StaffAction;
  /** In 操作の記録; one for each deed where it is written down in several ways. */
  words: string | Readonly<Record<string, string>>;
  deed?: (body: B) => string;
  /** 代行入力: who may be acted for. */
  actsFor?: (
    deps: StaffWebDeps,
    staff: Staff,
    library: Staff['library'] | undefined,
    body: B,
  ) => Promise<Decision<Staff>>;
  /** What can be read and can't be meant: what is said at each such field. */
  amiss?: (asked: Input<P, B>, today: CalendarDate) => Readonly<Record<string, string>>;
  /** Looked up before anything is done; a refusal is written down like any other. */
  find: (deps: StaffWebDeps, asked: Omit<Asked<P, B, F>, 'found'>) => Promise<Decision<F>>;
  /** What it was done to, by a number or an id: never a person, a card or a title. A line for each of several. */
  subject: (asked: Input<P, B>, found: F | undefined, answer: A | undefined) => string | readonly string[];
  /** Why, where it is not the field `reason`. */
  why?: (body: B) => string | undefined;
  /** Of a setting: what it was and is, for the record of what was done. */
  changed?: (asked: Input<P, B>, found: F) => string;
  carryOut: (deps: StaffWebDeps, asked: Asked<P, B, F>) => Promise<Decision<A>>;
  /** The verb is a scan, or made by one: this session can take it back for a while. */
  canBeTakenBack?: true;
  /** How it is listed when the device of a pickup library that had kept it sends it. */
  listed?: (deps: StaffWebDeps, asked: Input<P, B>, answer: A) => Promise<Answered>;
  form?: DeclaredForm<P, B, A>;
}

/** Some of the fields; nothing of what has none. */
export type PartOf<T> = string extends keyof T ? unknown : Partial<T>;

export interface DeclaredForm<P, B, A> {
  /** Where it is sent, if not to the address of the operation without its /api. */
  path?: string;
  /** Above the form, if it stands alone. */
  title?: string | ((given: PartOf<B>) => string);
  button: string | ((given: PartOf<B>) => string);
  fields: FormFields<B>;
  /** Fields whose names are not those of the operation: how they are told apart. */
  arrange?: (typed: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /**
   * What a form of an ended session is called when it is offered again; false: it rests on the person or the scans that
   * the session had in hand and has forgotten, and sent again it could be done for another person.
   */
  kept: string | false;
  /** What its page asks before it is carried out; `agreed` in the form is the answer to it. */
  asks?: (deps: StaffWebDeps, asked: Heard<P, B> & { staff: Staff }) => Promise<Said | undefined>;
  /** What it answers is told once (a number, a code), or the card in hand is another one afterwards: once for a form. */
  once?: Schema<A>;
  said: string | ((answer: A, asked: Heard<P, B>) => Said);
  /** The page that it goes back to, with what stays as it is on it. */
  page: string | ((asked: Input<P, B>, answer: A | undefined, sent: FormBody) => string);
  /** What is not theirs has no page either: NOT_FOUND is a 404. */
  hidesOthers?: true;
  /** Done to the session afterwards. */
  after?: (deps: StaffWebDeps, sessionId: string, answer: A) => Promise<void>;
  offers?: (refusal: Refusal) => Offer[];
  /** A page instead, drawn at once. */
  draws?: (answer: A, asked: Heard<P, B> & { publicUrl: string }) => JSX.Element;
}

/** A verb with its name and operation; `R` is what the JSON interface answers. */
export interface Verb<P, B, A, F, R> extends Omit<DeclaredVerb<P, B, A, F>, 'form'> {
  name: VerbName;
  form?: (DeclaredForm<P, B, A> & { path: string }) | undefined;
  api: Endpoint<P, Record<string, never>, B, R>;
  tells: (answer: A, deps: StaffWebDeps) => R | Promise<R>;
}

export interface AnyVerb {
  name: VerbName;
  api: AnyEndpoint;
  may: StaffAction;
  words: string | Readonly<Record<string, string>>;
  form?: (Pick<DeclaredForm<unknown, unknown, unknown>, 'kept'> & { path: string }) | undefined;
  mount: (routes: StaffRoutes, deps: StaffWebDeps) => void;
}
