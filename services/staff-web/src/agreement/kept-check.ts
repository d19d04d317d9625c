import { InstantSchema, instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** What contradicts what, in words of the operators, with its repair; ids alone, never a person or a title. */
const FoundSchema = z.strictObject({
  title: z.string(),
  next: z.string(),
  of: z.string(),
  reservationId: z.uuid().optional(),
});
const AgreementCheckSchema = z.strictObject({
  checkedAt: InstantSchema,
  /** How many reservations were compared. */
  reservations: z.int(),
  /** Those named: at most so many as a page shows. */
  findings: z.array(FoundSchema),
  /** How many there were. */
  found: z.int(),
});
export type AgreementCheck = z.infer<typeof AgreementCheckSchema>;

/** The last outcome of `audit --keep`: whether what the services and the processes know agrees. */
export function prismaKeptCheck(database: PrismaClient) {
  return {
    async latest(): Promise<AgreementCheck | undefined> {
      const row = await database.agreementCheck.findUnique({ where: { id: 1 } });
      if (row === null) return undefined;
      const { checkedAt, reservations, findings, found } = row;
      return AgreementCheckSchema.parse({
        checkedAt: instantFromDate(checkedAt),
        reservations,
        findings,
        found,
      });
    },
    async keep({ checkedAt, reservations, findings, found }: AgreementCheck): Promise<void> {
      const row = { checkedAt: new Date(checkedAt), reservations, findings, found };
      await database.agreementCheck.upsert({ where: { id: 1 }, create: row, update: row });
    },
  };
}
