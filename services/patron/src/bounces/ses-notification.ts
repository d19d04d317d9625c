import { z } from 'zod';

const Recipients = z.array(z.object({ emailAddress: z.string() }));

/** SES's own message inside an SNS notification, of the kinds that say that a mail did not do. */
const SesMessageSchema = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail: z.object({ messageId: z.string().min(1), timestamp: z.string() }),
  bounce: z.object({ bounceType: z.string(), bouncedRecipients: Recipients }).optional(),
  complaint: z.object({ complainedRecipients: Recipients }).optional(),
});

/** What became of a mail after SES took it. */
export interface SesNotification {
  /** `transient`: the receiving side may take the next one. */
  outcome: 'permanent' | 'complaint' | 'transient' | 'other';
  mailId?: string;
  /** When SES took the mail. */
  takenAt?: number;
  /** The addresses that the message is about, in lower case. */
  addresses: readonly string[];
}

/** Reads a message of SES; what is neither a bounce nor a complaint (a delivery, a new topic's greeting) is `other`. */
export function readSesNotification(text: string): SesNotification {
  const other: SesNotification = { outcome: 'other', addresses: [] };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return other;
  }
  const message = SesMessageSchema.safeParse(parsed);
  if (!message.success) return other;
  const { mail, bounce, complaint } = message.data;
  const type = message.data.notificationType ?? message.data.eventType;
  const takenAt = Date.parse(mail.timestamp);
  const about = (addresses: z.infer<typeof Recipients>, outcome: SesNotification['outcome']) => ({
    outcome,
    mailId: mail.messageId,
    ...(Number.isNaN(takenAt) ? {} : { takenAt }),
    addresses: addresses.map(({ emailAddress }) => emailAddress.trim().toLowerCase()),
  });
  if (type === 'Bounce' && bounce) {
    return about(bounce.bouncedRecipients, bounce.bounceType === 'Permanent' ? 'permanent' : 'transient');
  }
  if (type === 'Complaint' && complaint) return about(complaint.complainedRecipients, 'complaint');
  return other;
}
