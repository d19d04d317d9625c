import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import type { Mail, MailAccepted, Mailer } from './mailer.ts';

/** Sends by Amazon SES (API version 1); the library is named as the sender. Retrying is the caller's. */
export function sesMailer(parts: {
  region: string;
  /** The address of an emulator, if any. */
  endpoint?: string | undefined;
  from: string;
  fromName: string;
}): Mailer & { close(): void } {
  const client = new SESClient({
    region: parts.region,
    ...(parts.endpoint ? { endpoint: parts.endpoint } : {}),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
  const source = `=?UTF-8?B?${Buffer.from(parts.fromName).toString('base64')}?= <${parts.from}>`;
  return {
    async send(mail: Mail): Promise<MailAccepted> {
      try {
        const answer = await client.send(
          new SendEmailCommand({
            Source: source,
            Destination: { ToAddresses: [mail.to] },
            Message: {
              Subject: { Data: mail.subject, Charset: 'UTF-8' },
              Body: { Text: { Data: mail.text, Charset: 'UTF-8' } },
            },
          }),
        );
        return { accepted: true, mailId: answer.MessageId };
      } catch (error) {
        // SES cannot read this address. A MessageRejected is about the sender or the account, and is retried.
        if (error instanceof Error && error.name === 'InvalidParameterValue') {
          return { accepted: false, reason: 'rejected' };
        }
        throw withoutAddresses(error);
      }
    },
    close: () => client.destroy(),
  };
}

/** SES repeats addresses in its messages; they must not reach a log. */
function withoutAddresses(error: unknown): Error {
  const reason = (error instanceof Error ? `${error.name} ${error.message}` : String(error)).slice(0, 300);
  return new Error(`SES did not take the mail: ${reason.replaceAll(/\S*@\S*/g, '[address]')}`);
}
