/**
 * 要確認: the rows of staff's work, one table of the same shape in every service that has some.
 *
 * In the service's `prisma/schema.prisma` (needs `previewFeatures = ["partialIndexes"]`):
 * ```prisma
 * /// 要確認: work for staff. Written through libs/tasks only.
 * model Task {
 *   id            String    @id @db.Uuid
 *   kind          String
 *   /// What it is about, in one word: open, a kind has one row for it.
 *   subjectKey    String    @map("subject_key")
 *   library       String
 *   reservationId String?   @map("reservation_id") @db.Uuid
 *   parcelNumber  String?   @map("parcel_number")
 *   barcode       String?
 *   applicationId String?   @map("application_id") @db.Uuid
 *   why           String
 *   openedAt      DateTime  @map("opened_at") @db.Timestamptz(3)
 *   clearedAt     DateTime? @map("cleared_at") @db.Timestamptz(3)
 *   /// The account, or `process`.
 *   clearedBy     String?   @map("cleared_by")
 *
 *   @@unique([kind, subjectKey], map: "task_open_once", where: raw("(cleared_at IS NULL)"))
 *   @@index([library, openedAt], map: "task_open", where: raw("(cleared_at IS NULL)"))
 *   @@index([reservationId], map: "task_reservation")
 *   @@map("task")
 * }
 * ```
 * and its migration is `taskTableSql`.
 */
export const taskTableSql = `
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_key" TEXT NOT NULL,
    "library" TEXT NOT NULL,
    "reservation_id" UUID,
    "parcel_number" TEXT,
    "barcode" TEXT,
    "application_id" UUID,
    "why" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "task_open_once" ON "task"("kind", "subject_key") WHERE (cleared_at IS NULL);
CREATE INDEX "task_open" ON "task"("library", "opened_at") WHERE (cleared_at IS NULL);
CREATE INDEX "task_reservation" ON "task"("reservation_id");
`;
