import { type SentForm, withoutSecrets } from '../page/offer-again.tsx';
import { markIn } from '../sessions/session-token.ts';

/** Whoever comes later than that to the same browser may be somebody else, and is offered nothing. */
export const KEPT_MINUTES = 30;

const KEPT_CHARACTERS = 16_000;

/** A form that came when the session of its sender had ended. */
interface KeptForm extends SentForm {
  keptAt: Date;
  /** Whom its page was drawn for: nobody else is offered it. */
  mark: string;
}

/** Where a front keeps them, one a session: in its own database, gone with the session. */
export interface KeptFormStore {
  put(sessionId: string, kept: KeptForm): Promise<void>;
  find(sessionId: string, mark: string): Promise<KeptForm | undefined>;
}

/** Of somebody's page, and no larger than a form of ours: nobody fills the table from outside. */
export function mayBeKept({ action, fields }: SentForm): boolean {
  return (
    markIn(fields._token) !== undefined && action.length + JSON.stringify(fields).length < KEPT_CHARACTERS
  );
}

/** Forms of sessions that had ended: kept for half an hour, without passwords, until after the sign-in. */
export class KeptForms {
  readonly #store: KeptFormStore;

  constructor(store: KeptFormStore) {
    this.#store = store;
  }

  async keep(sessionId: string, { action, fields }: SentForm, keptAt: Date): Promise<void> {
    const mark = markIn(fields._token);
    if (mark === undefined) throw new Error('a form of nobody’s page is not kept');
    await this.#store.put(sessionId, { keptAt, mark, action, fields: withoutSecrets(fields) });
  }

  /** The form that waits for whoever has this mark. */
  async read(sessionId: string, { mark, at }: { mark: string; at: Date }): Promise<SentForm | undefined> {
    const kept = await this.#store.find(sessionId, mark);
    if (!kept || kept.mark !== mark || !isKeptAt(kept.keptAt, at)) return undefined;
    return { action: kept.action, fields: kept.fields };
  }
}

/** Whether what was kept then still waits. */
export function isKeptAt(keptAt: Date, at: Date): boolean {
  return at.getTime() - keptAt.getTime() < KEPT_MINUTES * 60_000;
}
