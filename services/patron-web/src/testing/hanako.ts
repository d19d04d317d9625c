import { PatronIdSchema } from '@toshobin/contracts';

/** The patron of the fakes. */
export const hanako = PatronIdSchema.parse('0b0b6b52-6a3e-4a44-9d34-2f0d0d0e0a01');
/** The token of the link in the one mail about a new password or an address. */
export const LINK_TOKEN = 'link-token-of-the-reset-mail';
