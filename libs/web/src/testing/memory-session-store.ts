import type { SessionStore, StoredSession } from '../sessions/session-store.ts';

/** Sessions in memory, for tests of what is above the store. */
export function memorySessionStore<P>(): SessionStore<P> & { hashes(): string[] } {
  const sessions = new Map<string, StoredSession<P> & { tokenHash: string }>();
  const byHash = (tokenHash: string) => [...sessions.values()].find((one) => one.tokenHash === tokenHash);
  let last = 0;
  return {
    hashes: () => [...sessions.values()].map((one) => one.tokenHash),
    find: async (tokenHash) => byHash(tokenHash),
    async open({ tokenHash, at }) {
      const known = byHash(tokenHash);
      if (known) return known;
      last += 1;
      const id = `session ${last}`;
      const session = { id, tokenHash, principal: undefined, createdAt: at, lastSeenAt: at };
      sessions.set(id, session);
      return session;
    },
    async rotate(id, { tokenHash, principal, at }) {
      sessions.set(id, { id, tokenHash, principal, createdAt: at, lastSeenAt: at });
    },
    async amend(id, principal) {
      const session = sessions.get(id);
      if (session) session.principal = principal;
    },
    async touch(id, at) {
      const session = sessions.get(id);
      if (session) session.lastSeenAt = at;
    },
    async remove(id) {
      sessions.delete(id);
    },
  };
}
