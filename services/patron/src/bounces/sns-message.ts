import { createVerify, type KeyLike } from 'node:crypto';
import { z } from 'zod';

/** What Amazon SNS posts: the envelope of a notification, or of a subscription to be confirmed. */
export const SnsMessageSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().max(300),
  Message: z.string(),
  Timestamp: z.string().max(40),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2000),
  SigningCertURL: z.string().max(500),
  Subject: z.string().optional(),
  Token: z.string().optional(),
  SubscribeURL: z.string().max(2000).optional(),
});
export type SnsMessage = z.infer<typeof SnsMessageSchema>;

/**
 * The text that SNS signs (SNS developer guide, "Verifying the signatures of Amazon SNS messages"): name and value of
 * these fields by name, each on a line of its own; a field that is not there is left out.
 */
export function stringToSign(message: SnsMessage): string {
  const names =
    message.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  return names
    .flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`]))
    .join('');
}

/** Whether the message is signed with that key. Version 1 signs with SHA-1, version 2 with SHA-256. */
export function isSigned(message: SnsMessage, key: KeyLike): boolean {
  const verify = createVerify(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
  verify.update(stringToSign(message), 'utf8');
  return verify.verify(key, message.Signature, 'base64');
}

/**
 * An address of SNS itself, in the region of the topic: certificates and confirmations come from nowhere else.
 * Undefined for every other address.
 */
export function addressOfSns(text: string, topicArn: string): URL | undefined {
  const region = topicArn.split(':')[3] ?? '';
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return plain && url.hostname === `sns.${region}.amazonaws.com` ? url : undefined;
}
