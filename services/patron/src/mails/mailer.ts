/** One mail as it goes out; plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** `rejected`: this address will never do (then nothing was sent). Any other failure is thrown. */
export type MailAccepted =
  | { accepted: true /** The mail service's id of it, which a bounce names. */; mailId?: string | undefined }
  | { accepted: false; reason: 'rejected' };

/** The service that takes our mails. Accepted means accepted for sending, not read. */
export interface Mailer {
  send(mail: Mail): Promise<MailAccepted>;
}
