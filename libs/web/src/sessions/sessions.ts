import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, RequestHandler, Response } from 'express';
import { type BrowserKind, browserKind } from './browser-kind.ts';
import type { SessionStore, StoredSession } from './session-store.ts';
import {
  formTokenOf,
  hashToken,
  markIn,
  maskToken,
  newToken,
  sameText,
  unmaskToken,
} from './session-token.ts';

const TOKEN = /^[\w-]{22}$/;
const TOUCH_AFTER_MS = 60_000;

/** One request's view of its visitor. */
export interface Visit<P> {
  readonly principal: P | undefined;
  readonly sessionId: string | undefined;
  /** The token for this visitor's forms; gives the visitor a cookie if there is none. */
  formToken(): string;
  isOwnForm(token: string | undefined): boolean;
  /** The page of this form was drawn for somebody who is not signed in here now. */
  isOfAnother(token: unknown): boolean;
  /** The session's id, opened when there is none yet (the first thing put into a basket). */
  openSession(): Promise<string>;
  /** Makes the session belong to somebody, under a new token. What the session holds stays. */
  signIn(principal: P): Promise<void>;
  /** What else is known of whoever is signed in; it lets nobody in. */
  amend(principal: P): Promise<void>;
  signOut(): Promise<void>;
}

interface SessionSettings<P> {
  store: SessionStore<P>;
  /** Public address: https gets a `__Host-` cookie; http (loopback) a plain one, named after its port. */
  publicUrl: string;
  name: string;
  /** Minutes without a request after which a signed-in session has ended. */
  idleMinutes: number;
  /** Hours after which any session has ended. */
  absoluteHours: number;
  now: () => Date;
  /** An opaque mark of somebody, put behind the tokens of their forms. Without it no form is anybody's. */
  markOf?: (principal: P) => string;
}

/** Server-side sessions: the browser holds an opaque token, the database its hash and everything else. */
export class Sessions<P> {
  readonly #settings: SessionSettings<P>;
  readonly #visits = new WeakMap<Request, Visit<P>>();
  readonly #secure: boolean;
  /** For the description of the interface. */
  readonly cookieName: string;

  constructor(settings: SessionSettings<P>) {
    this.#settings = settings;
    const url = new URL(settings.publicUrl);
    this.#secure = url.protocol === 'https:';
    this.cookieName = this.#secure ? `__Host-${settings.name}` : `${settings.name}-${url.port}`;
  }

  /** Reads the cookie and finds the session; must come before every route. */
  carry(): RequestHandler {
    return async (request, response, next) => {
      const given = parseCookie(request.headers.cookie ?? '')[this.cookieName];
      const token = given !== undefined && TOKEN.test(given) ? given : undefined;
      const session = token === undefined ? undefined : await this.#find(token);
      this.#visits.set(
        request,
        this.#visitOf(response, token, session, browserKind(request.headers['user-agent'])),
      );
      next();
    };
  }

  /** Undefined before the session was read, and where it could not be. */
  visitIfRead(request: Request): Visit<P> | undefined {
    return this.#visits.get(request);
  }

  visit(request: Request): Visit<P> {
    const visit = this.visitIfRead(request);
    if (!visit) throw new Error('A route was mounted before the sessions');
    return visit;
  }

  async #find(token: string): Promise<StoredSession<P> | undefined> {
    const { store, now, idleMinutes, absoluteHours } = this.#settings;
    const session = await store.find(hashToken(token));
    if (!session) return undefined;
    const at = now();
    const idleMs = at.getTime() - session.lastSeenAt.getTime();
    const ageMs = at.getTime() - session.createdAt.getTime();
    const idleOut = session.principal !== undefined && idleMs > idleMinutes * 60_000;
    const isOver = ageMs > absoluteHours * 3_600_000;
    if (idleOut || isOver) {
      await (isOver || !store.leave ? store.remove(session.id) : store.leave(session.id));
      return undefined;
    }
    if (idleMs > TOUCH_AFTER_MS) await store.touch(session.id, at);
    return session;
  }

  #visitOf(
    response: Response,
    startToken: string | undefined,
    startSession: StoredSession<P> | undefined,
    browser: BrowserKind,
  ): Visit<P> {
    const { store, now, markOf } = this.#settings;
    const setCookie = (value: string, maxAge?: number) => this.#setCookie(response, value, maxAge);
    let token = startToken;
    let session = startSession;
    let principal = startSession?.principal;
    const tokenOrNew = (): string => {
      if (token === undefined) {
        token = newToken();
        setCookie(token);
      }
      return token;
    };
    const mark = () => (principal && markOf ? [markOf(principal)] : []);
    const openSession = async (): Promise<string> => {
      session ??= await store.open({ tokenHash: hashToken(tokenOrNew()), at: now() });
      return session.id;
    };
    return {
      get principal() {
        return principal;
      },
      get sessionId() {
        return session?.id;
      },
      formToken: () => [maskToken(formTokenOf(tokenOrNew())), ...mark()].join('.'),
      isOfAnother: (given) => {
        const theirs = markIn(given);
        return theirs !== undefined && theirs !== mark()[0];
      },
      isOwnForm: (given) =>
        given !== undefined &&
        startToken !== undefined &&
        sameText(unmaskToken(given), formTokenOf(startToken)),
      openSession,
      async signIn(next) {
        const id = await openSession();
        token = newToken();
        await store.rotate(id, { tokenHash: hashToken(token), principal: next, at: now(), browser });
        principal = next;
        setCookie(token);
      },
      async amend(next) {
        if (session === undefined || principal === undefined) return;
        await store.amend?.(session.id, next);
        principal = next;
      },
      async signOut() {
        const left = session;
        session = undefined;
        principal = undefined;
        if (left && store.leave) {
          token = newToken();
          await store.leave(left.id, hashToken(token));
          return setCookie(token);
        }
        if (left) await store.remove(left.id);
        token = undefined;
        setCookie('', 0);
      },
    };
  }

  /** Instead of what was set before of the same session; a cookie of somebody else's stays. */
  #setCookie(response: Response, value: string, maxAge?: number): void {
    const given = [response.getHeader('Set-Cookie') ?? []].flat().map(String);
    response.setHeader('Set-Cookie', [
      ...given.filter((one) => !one.startsWith(`${this.cookieName}=`)),
      stringifySetCookie({
        name: this.cookieName,
        value,
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        secure: this.#secure,
        ...(maxAge === undefined ? {} : { maxAge }),
      }),
    ]);
  }
}
