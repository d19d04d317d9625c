import { z } from 'zod';
import { eventually } from './eventually.ts';

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
export type StoredMail = z.infer<typeof StoreSchema>['emails'][number];

/** What the SES emulator holds, oldest first. */
export async function mailsAt(url: string, patienceMs = 10_000): Promise<StoredMail[]> {
  const response = await fetch(new URL('/store', url), { signal: AbortSignal.timeout(patienceMs) });
  return StoreSchema.parse(await response.json()).emails;
}

/** A mail as it arrived. */
export interface ArrivedMail {
  to: string;
  subject: string;
  text: string;
}

/** The inbox of everybody: the store of the SES emulator, oldest first. */
export class MailInbox {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async all(): Promise<ArrivedMail[]> {
    return (await mailsAt(this.#url)).map(({ destination, subject, body }) => ({
      to: destination.to.join(', '),
      subject,
      text: body.text ?? '',
    }));
  }

  /** The mails that speak of a reservation, by the number that is in their text. */
  async about(reservationNumber: string): Promise<ArrivedMail[]> {
    return (await this.all()).filter(({ text }) => text.includes(reservationNumber));
  }

  /** Waits for a mail with that subject to somebody, the first or a later one of them, and answers the link in it. */
  linkTo(email: string, subject: string, link: RegExp, ofMails = 1): Promise<string> {
    return eventually(`the mail 「${subject}」`, async () => {
      const mails = (await this.all()).filter((one) => one.to === email && one.subject.endsWith(subject));
      return link.exec(mails[ofMails - 1]?.text ?? '')?.[0];
    });
  }
}
