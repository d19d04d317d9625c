/** What the mail to an applicant says that the check takes, in days; a habit of the desk, and no rule's number. */
export const CHECKED_WITHIN_DAYS = 7;
