import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const StoreSchema = z.object({
  emails: z.array(
    z.object({
      messageId: z.string(),
      destination: z.object({ to: z.array(z.string()) }),
      subject: z.string(),
      body: z.object({ text: z.string().optional() }),
      at: z.number(),
    }),
  ),
});
type Mail = z.infer<typeof StoreSchema>['emails'][number];

const OVERDUE = '返却のお願い';

/** A mail that said what another one had said, and the numbers of the reservations in it. */
export interface DoubledMail {
  subject: string;
  numbers: string[];
}

/** The reservations' numbers in a mail, as the patron service writes its items (`item-line.ts`). */
function numbersIn(text: string): string[] {
  const items = text.matchAll(/^・(?:.*（(\d+)）|(\d+))(?:　取り置き番号 .+)?$/gm);
  return [...items].map(([, behindTitle, alone = '']) => behindTitle ?? alone);
}

/** Every mail that ever arrived: the inbox of the SES stand-in forgets them when it is killed. */
export class LastingInbox {
  readonly #url: string;
  readonly #mails = new Map<string, Mail>();
  readonly #stopping = new AbortController();
  #reading: Promise<void> | undefined;

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '');
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

  /** Mails that say word for word what another one to the same address says. R18's notices do, each so often. */
  doubled(noticesOfOverdue: number): DoubledMail[] {
    const times = new Map<string, number>();
    return [...this.#mails.values()].flatMap(({ destination, subject, body }) => {
      const all = JSON.stringify([destination.to, subject, body.text]);
      const already = times.get(all) ?? 0;
      times.set(all, already + 1);
      const isDoubled = already >= (subject.endsWith(OVERDUE) ? noticesOfOverdue : 1);
      return isDoubled ? [{ subject, numbers: numbersIn(body.text ?? '') }] : [];
    });
  }

  /** Subjects of mails with an item of which no number can be read here: nothing could be said of what they tell. */
  unread(): string[] {
    const texts = [...this.#mails.values()].map(({ subject, body }) => ({ subject, text: body.text ?? '' }));
    const items = (text: string) => text.match(/^・/gm)?.length ?? 0;
    return texts.filter(({ text }) => numbersIn(text).length < items(text)).map(({ subject }) => subject);
  }

  async #read(): Promise<void> {
    const response = await fetch(`${this.#url}/store`, { signal: AbortSignal.timeout(2_000) });
    for (const mail of StoreSchema.parse(await response.json()).emails) this.#mails.set(mail.messageId, mail);
  }
}
