import type { catalogApi } from '@toshobin/contracts';
import type { z } from 'zod';

export type AddCopy = z.output<typeof catalogApi.addCopy.body>;
/** What is to be known of a copy from now on. */
export type ChangeCopy = z.output<typeof catalogApi.changeCopy.body> & { barcode: string };
/** A copy to be taken out of service. */
export type WithdrawCopy = z.output<typeof catalogApi.withdrawCopy.body> & { barcode: string };

export type CopyAnswer = z.output<typeof catalogApi.addCopy.answer>;
export type WithdrawnAnswer = z.output<typeof catalogApi.withdrawCopy.answer>;
