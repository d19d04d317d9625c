import { type KeptOfPatron, LibraryCodeSchema, NoticeKindSchema, RecordIdSchema } from '@toshobin/contracts';
import { allow, fromDateColumn, instantFromDate } from '@toshobin/lending-rules';
import { hashOfPresent } from '../credentials/check-password.ts';
import type { Transaction } from '../database.ts';
import { dateOrNull } from '../dates.ts';
import { fillTemplate } from '../mails/fill-template.ts';
import { wordings } from '../mails/wordings.ts';
import type { Answers, PatronDeps } from '../patron-deps.ts';

/**
 * Privacy. Everything that is kept of one person, for themselves: asked with their password, so that a web that was
 * broken into reads nobody's. No hash, no key, no other person. Refuses SIGN_IN_FAILED (also for an id that nobody has)
 * and SIGN_IN_LATER.
 */
export const keptOfPatron: Answers<'keptOfPatron'> = async (deps, presented) => {
  const right = await hashOfPresent(deps, presented);
  return right.ok ? allow(await readKept(deps, presented.patronId)) : right;
};

/** Reads everything as of one moment, so that what the night moves meanwhile is neither missing nor there twice. */
function readKept({ db, settings }: PatronDeps, patronId: string): Promise<KeptOfPatron> {
  return db.$transaction(
    async (tx) => {
      const work = await ofTheLibrarysWork(tx, patronId);
      const person = await ofThePerson(tx, patronId);
      const subjects = wordings[person.patron[0]?.mailLanguage ?? 'ja'].templates;
      const subjectOf = (kind: string) => {
        const known = NoticeKindSchema.safeParse(kind);
        return known.success
          ? fillTemplate(subjects[known.data].subject, { libraryName: settings.libraryName })
          : kind;
      };
      const notice = work.notice.map((mail) => ({ ...mail, subject: subjectOf(mail.kind) }));
      return { ...person, ...(await ofTheirReading(tx, patronId)), ...work, notice };
    },
    { isolationLevel: 'RepeatableRead' },
  );
}

async function ofThePerson(tx: Transaction, patronId: string) {
  const where = { patronId };
  const person = await tx.patron.findUniqueOrThrow({ where: { id: patronId } });
  const { name, nameReading, postcode, address, phone, email, emailStatus } = person;
  const { titlesInMail, handedInMail, mailLanguage, lastPickupLibrary } = person;
  const cards = await tx.card.findMany({
    where,
    orderBy: { replacedAt: { sort: 'desc', nulls: 'first' } },
  });
  const credentials = await tx.credential.findMany({ where });
  const letterCodes = await tx.letterCode.findMany({ where });
  const resets = await tx.passwordReset.findMany({ where, orderBy: { createdAt: 'desc' } });
  const links = await tx.emailVerification.findMany({ where, orderBy: { createdAt: 'desc' } });
  return {
    patron: [
      {
        ...{ name, nameReading, postcode, address, phone, email, emailStatus },
        ...{ titlesInMail, handedInMail, mailLanguage },
        birthDate: fromDateColumn(person.birthDate),
        lastPickupLibrary: LibraryCodeSchema.nullable().parse(lastPickupLibrary),
        createdAt: instantFromDate(person.createdAt),
      },
    ],
    card: cards.map(({ number, suspended, ...card }) => ({
      ...{ number, suspended },
      expiresOn: dateOrNull(card.expiresOn),
      replacedAt: momentOrNull(card.replacedAt),
      remindedFor: dateOrNull(card.remindedFor),
      erasureToldOn: dateOrNull(card.erasureToldOn),
    })),
    credential: credentials.map(({ kind, setAt, tries }) => ({
      ...{ kind, tries },
      setAt: instantFromDate(setAt),
    })),
    letterCode: letterCodes.map(({ createdAt, validUntil }) => ({
      createdAt: instantFromDate(createdAt),
      validUntil: fromDateColumn(validUntil),
    })),
    passwordReset: resets.map(linkOf),
    emailVerification: links.map((link) => ({ email: link.email, ...linkOf(link) })),
  };
}

async function ofTheirReading(tx: Transaction, patronId: string) {
  const where = { patronId };
  const applications = await tx.application.findMany({ where, orderBy: { appliedAt: 'desc' } });
  const orders = await tx.readingOrder.findMany({ where, orderBy: { openedAt: 'asc' } });
  const volumes = await tx.readingOrderVolume.findMany({
    where,
    orderBy: [{ order: { openedAt: 'asc' } }, { orderId: 'asc' }, { place: 'asc' }],
  });
  const wishes = await tx.historyWish.findMany({ where });
  const history = await tx.historyEntry.findMany({ where, orderBy: { returnedOn: 'desc' } });
  const later = await tx.laterTitle.findMany({ where, orderBy: { addedAt: 'desc' } });
  return {
    application: applications.map(({ number, channel, protectiveCover, extended, refusal, ...row }) => ({
      ...{ number, channel, protectiveCover, extended, refusal },
      ...titleOf(row),
      pickupLibrary: LibraryCodeSchema.parse(row.pickupLibrary),
      appliedAt: instantFromDate(row.appliedAt),
      state: row.state,
      plannedDispatchDay: dateOrNull(row.plannedDispatchDay),
      expectedDate: dateOrNull(row.expectedDate),
      holdUntil: dateOrNull(row.holdUntil),
      keptUntil: dateOrNull(row.keptUntil),
      dueDate: dateOrNull(row.dueDate),
      resumesOn: dateOrNull(row.resumesOn),
      returnedOn: dateOrNull(row.returnedOn),
      endedAt: momentOrNull(row.endedAt),
      closedAt: momentOrNull(row.closedAt),
    })),
    readingOrder: orders.map(({ early, ...order }) => ({
      early,
      pickupLibrary: LibraryCodeSchema.parse(order.pickupLibrary),
      openedAt: instantFromDate(order.openedAt),
      decideBy: momentOrNull(order.decideBy),
    })),
    readingOrderVolume: volumes.map(({ place, protectiveCover, missed, refusal, ...volume }) => ({
      ...{ place, protectiveCover, missed, refusal },
      ...titleOf(volume),
    })),
    historyWish: wishes.map(({ since }) => ({ since: instantFromDate(since) })),
    historyEntry: history.map(({ returnedOn, ...loan }) => ({
      ...titleOf(loan),
      returnedOn: fromDateColumn(returnedOn),
    })),
    laterTitle: later.map(({ recordId, addedAt }) => ({
      recordId: RecordIdSchema.parse(String(recordId)),
      addedAt: instantFromDate(addedAt),
    })),
  };
}

/** What the desk and the mail service have written about this patron. */
async function ofTheLibrarysWork(tx: Transaction, patronId: string) {
  const where = { patronId };
  const cardApplications = await tx.cardApplication.findMany({ where, orderBy: { appliedAt: 'desc' } });
  const renewals = await tx.cardRenewal.findMany({ where });
  const releases = await tx.cardRelease.findMany({ where, orderBy: { createdAt: 'desc' } });
  const own = await tx.application.findMany({ where, select: { reservationId: true } });
  const reservationId = { in: own.map((one) => one.reservationId) };
  const notices = await tx.notice.findMany({
    where: { OR: [where, { reservationId }] },
    orderBy: { createdAt: 'desc' },
  });
  const applicationId = { in: [...cardApplications, ...renewals].map(({ id }) => id) };
  const tasks = await tx.task.findMany({
    where: { OR: [{ reservationId }, { applicationId }] },
    orderBy: { openedAt: 'desc' },
  });
  return {
    cardApplication: cardApplications.map(({ number, channel, state, mailLanguage, ...application }) => ({
      ...{ number, channel, state, mailLanguage },
      appliedAt: instantFromDate(application.appliedAt),
      checkedAt: momentOrNull(application.checkedAt),
    })),
    cardRenewal: renewals.map(({ askedAt }) => ({ askedAt: instantFromDate(askedAt) })),
    cardRelease: releases.map(({ library, createdAt, validUntil, usedUntil }) => ({
      library: LibraryCodeSchema.parse(library),
      createdAt: instantFromDate(createdAt),
      validUntil: instantFromDate(validUntil),
      usedUntil: momentOrNull(usedUntil),
    })),
    notice: notices.map(({ kind, status, address, ...mail }) => ({
      ...{ kind, status, address },
      createdAt: instantFromDate(mail.createdAt),
      sentAt: momentOrNull(mail.sentAt),
      holdDate: dateOrNull(mail.holdDate),
    })),
    task: tasks.map(({ kind, why, openedAt, clearedAt }) => ({
      ...{ kind, why },
      openedAt: instantFromDate(openedAt),
      clearedAt: momentOrNull(clearedAt),
    })),
  };
}

const momentOrNull = (column: Date | null) => (column === null ? null : instantFromDate(column));

const titleOf = ({ title, recordId }: { title: string; recordId: bigint }) => ({
  title,
  recordId: RecordIdSchema.parse(String(recordId)),
});

const linkOf = (link: { createdAt: Date; expiresAt: Date; usedAt: Date | null }) => ({
  createdAt: instantFromDate(link.createdAt),
  expiresAt: instantFromDate(link.expiresAt),
  usedAt: momentOrNull(link.usedAt),
});
