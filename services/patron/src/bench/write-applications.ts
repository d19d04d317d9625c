import type pg from 'pg';

/** A reservation that the catalog knows of, and that is to belong to somebody. */
interface MadeUpApplication {
  reservationId: string;
  allocation: number;
  recordId: string;
  title: string;
  pickupLibrary: string;
  openedAt: Date;
  dueDate: string | null;
  dueAt: Date | null;
}

/** Where the rows of made-up applications stand. */
const standing = {
  lent: { state: 'handedOut', hasLoan: true },
  ready: { state: 'ready', hasLoan: true },
  shipped: { state: 'shipped', hasLoan: true },
  held: { state: 'ready', hasLoan: false },
  waiting: { state: 'queued', hasLoan: false },
} as const;

/** Gives each reservation without a patron a made-up one of its own, and a loan its slot. */
export async function writeApplications(
  client: pg.Client,
  applications: readonly MadeUpApplication[],
  as: keyof typeof standing,
): Promise<void> {
  if (applications.length === 0) return;
  const { state, hasLoan } = standing[as];
  const { rowCount } = await client.query(
    `WITH given AS (SELECT *, row_number() OVER (ORDER BY allocation) AS nth FROM jsonb_to_recordset($1::jsonb) AS (
         "reservationId" uuid, allocation int, "recordId" bigint, title text, "pickupLibrary" text, "openedAt" timestamptz,
         "dueDate" date, "dueAt" timestamptz)),
     people AS (SELECT id, row_number() OVER () AS nth FROM (
         SELECT id FROM patron WHERE postcode = 'bench'
           AND NOT EXISTS (SELECT FROM application WHERE patron_id = patron.id) ORDER BY id LIMIT $2) free),
     written AS (INSERT INTO application (reservation_id, patron_id, record_id, title, pickup_library, channel, applied_at,
         allocation, journey, state, due_date, due_at, answered)
       SELECT "reservationId", id, "recordId", title, "pickupLibrary", 'web', "openedAt", allocation, allocation, $3, "dueDate",
         "dueAt", true
       FROM given JOIN people USING (nth) RETURNING reservation_id, patron_id, applied_at),
     slots AS (INSERT INTO loan_slot (patron_id, slot, reservation_id, kind, taken_at)
       SELECT patron_id, 1, reservation_id, 'loan', applied_at FROM written WHERE $4)
     SELECT FROM written`,
    [JSON.stringify(applications), applications.length, state, hasLoan],
  );
  if (rowCount !== applications.length) throw new Error('There are too few made-up patrons');
}
