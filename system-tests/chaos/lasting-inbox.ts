import { setTimeout as wait } from 'node:timers/promises';
import { mailsAt, type StoredMail } from '../src/mail-inbox.ts';

const AWAY_MS = 1_000;

/** A mail that arrived: what it is about, and the numbers of the reservations in it. */
export interface Arrived {
  mailId: string;
  subject: string;
  numbers: string[];
  /** Alike in two mails that say word for word the same to the same address. */
  words: string;
}

/** The reservations' numbers in a mail, as the patron service writes its items (`item-line.ts`). */
function numbersIn(text: string): string[] {
  const items = text.matchAll(/^・(?:.*（(\d+)）|(\d+))(?:　.+)?$/gm);
  return [...items].map(([, behindTitle, alone = '']) => behindTitle ?? alone);
}

/** Every mail that ever arrived: the inbox of the SES stand-in forgets them when it is killed. */
export class LastingInbox {
  readonly #url: string;
  readonly #mails = new Map<string, StoredMail>();
  /** Between the last look before it forgot everything and the first one after. */
  readonly #gaps: { from: number; until: number }[] = [];
  #lastRead = { at: Date.now(), ids: new Set<string>() };
  readonly #stopping = new AbortController();
  #reading: Promise<void> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  start(): void {
    this.#reading = (async () => {
      while (!this.#stopping.signal.aborted) {
        await this.#read().catch(() => undefined);
        await wait(300);
      }
    })();
  }

  async stop(): Promise<void> {
    await this.#read().catch(() => undefined);
    this.#stopping.abort();
    await this.#reading;
  }

  get size(): number {
    return this.#mails.size;
  }

  get arrived(): Arrived[] {
    return [...this.#mails.values()].map(({ messageId, destination, subject, body }) => ({
      mailId: messageId,
      subject,
      numbers: numbersIn(body.text ?? ''),
      words: JSON.stringify([destination.to, subject, body.text]),
    }));
  }

  /** Whether a mail that was handed over from this moment on, for so long, may have been forgotten before it was read. */
  mayHaveMissed(from: Date, forMs: number): boolean {
    const until = from.getTime() + forMs;
    return this.#gaps.some((gap) => gap.from <= until && gap.until >= from.getTime());
  }

  /** Subjects of mails with an item of which no number can be read here: nothing could be said of what they tell. */
  unread(): string[] {
    const texts = [...this.#mails.values()].map(({ subject, body }) => ({ subject, text: body.text ?? '' }));
    const items = (text: string) => text.match(/^・/gm)?.length ?? 0;
    return texts.filter(({ text }) => numbersIn(text).length < items(text)).map(({ subject }) => subject);
  }

  async #read(): Promise<void> {
    const at = Date.now();
    const emails = await mailsAt(this.#url, 2_000);
    for (const mail of emails) this.#mails.set(mail.messageId, mail);
    const ids = new Set(emails.map(({ messageId }) => messageId));
    const hasForgotten = [...this.#lastRead.ids].some((id) => !ids.has(id));
    // An empty one may have been filled and emptied again unseen while it gave no answer.
    const wasAway = at - this.#lastRead.at > AWAY_MS;
    if (hasForgotten || wasAway) this.#gaps.push({ from: this.#lastRead.at, until: Date.now() });
    this.#lastRead = { at, ids };
  }
}
