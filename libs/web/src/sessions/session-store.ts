import type { BrowserKind } from './browser-kind.ts';

/** A session as the database has it; `principal` is who signed in, if anybody. */
export interface StoredSession<P> {
  id: string;
  principal: P | undefined;
  createdAt: Date;
  lastSeenAt: Date;
}

/** Where sessions are kept: each front has its own database. Only hashes of tokens get here. */
export interface SessionStore<P> {
  find(tokenHash: string): Promise<StoredSession<P> | undefined>;
  /** Opens a session of nobody yet; opened twice at once with one token it is the same. */
  open(session: { tokenHash: string; at: Date }): Promise<StoredSession<P>>;
  /** The same session under a new token, with who it now belongs to. */
  rotate(
    id: string,
    change: { tokenHash: string; principal: P; at: Date; browser: BrowserKind },
  ): Promise<void>;
  /** Something else is known of whoever it belongs to: the session and its token stay. Left out, one request knows it. */
  amend?(id: string, principal: P): Promise<void>;
  touch(id: string, at: Date): Promise<void>;
  /**
   * Signed out or idle, the browser keeps its session, which is nobody's now; under a new token where one is given. Left
   * out, it is removed.
   */
  leave?(id: string, tokenHash?: string): Promise<void>;
  remove(id: string): Promise<void>;
}
