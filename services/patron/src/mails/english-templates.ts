import type { NoticeKind } from '@toshobin/contracts';
import type { Template } from './templates.ts';

/** Around the text of every mail in English, as `frame` is in Japanese. */
export const frame = `For the card whose number ends in {cardLast4}

{text}

See My Library for more.
{myLibraryUrl}

Please do not reply to this mail: answers are not read.
The prefectural library ({libraryName}), telephone {phone}
`;

/** The English of `linkFrame`. */
export const linkFrame = `For the card whose number ends in {cardLast4}

{text}

Please do not reply to this mail: answers are not read.
The prefectural library ({libraryName}), telephone {phone}
`;

/** The English of `applicantFrame`. */
export const applicantFrame = `{text}

Please do not reply to this mail: answers are not read.
The prefectural library ({libraryName}), telephone {phone}
`;

const ready = '[{libraryName}] Ready for pickup';
const orderWaits =
  '[orderWaits?Your volumes in order wait and do not go on. Please choose in My Library how to go on.]';
const unknown = 'If this was not you, please call us';

/** What `templates` say, kind by kind, in the words of the English pages: no more than they, and no less. */
export const templates: Readonly<Record<NoticeKind, Template>> = {
  accepted: {
    subject: '[{libraryName}] Reservation accepted',
    text: `We have accepted your reservation:
{items}
Pickup library: {pickupLibrary}
[position?Place in the queue: {position}]
[earliest?You can pick it up around {earliest} at the earliest.]

We tell you by mail when it is ready for pickup.
Changes and cancellations are in My Library.`,
  },
  yourTurn: {
    subject: '[{libraryName}] Your reservation is being prepared',
    text: `It is your turn, and we have begun to prepare:
{items}
Pickup library: {pickupLibrary}

We write again when it is ready for pickup.`,
  },
  readyAtMunicipal: {
    subject: ready,
    text: `Ready for pickup at {pickupLibrary}:
{items}
[expectedDate?Expected around {expectedDate}. Please ask {pickupLibrary} before you go.]

Held until, and due on: {dueDate}
The loan includes the time in the post. The due date is the same, whenever you pick it up.
Not picked up by then, it is cancelled.

To pick it up, show your card of the prefectural library, or the card-number screen on your phone.
{cardUrl}
Closed days of {pickupLibrary}: {closedDays}
[pickupPhone?{pickupLibrary}, telephone {pickupPhone}]
Opening hours and map: {librariesUrl}/{pickupCode}
[cover?Magazines come in a protective cover. Please return them in it.]

It can’t be extended before you have picked it up. After that, one extension is possible if the conditions are met.`,
  },
  readyAtPrefectural: {
    subject: ready,
    text: `Ready for pickup at the counter of the prefectural library:
{items}

Held until: {holdUntil}
Not picked up by then, it is cancelled.
The loan is {loanPeriod} from the day you pick it up.

To pick it up, show your card, or the card-number screen on your phone.
{cardUrl}
Closed days: {closedDays}
Opening hours and map: {librariesUrl}/{pickupCode}
[atLoanLimit?With {loanLimit} loans you have to return something first.]`,
  },
  holdEndsSoon: {
    subject: '[{libraryName}] Your hold ends soon',
    text: `Still held for you:
{items}
Pickup library: {pickupLibrary}
Held until: {holdUntil}

If you don’t want it any more, please cancel it in My Library.
If you have it already, press “I have picked it up” in My Library.`,
  },
  dueSoon: {
    subject: '[{libraryName}] Due soon',
    text: `Due on {dueDate}:
{items}

Please return to the prefectural library or your pickup library. The book drop works too.
[cover?Magazines come in a protective cover. Please return them in it.]
[othersWaiting?Someone is waiting, so it can’t be extended{othersWaiting}.]
[extensionPossible?It can be extended once, in My Library or by telephone. {extensionPossible}]
If you have returned it already, please disregard this mail.`,
  },
  overdue: {
    subject: '[{libraryName}] Please return your loan',
    text: `Past the due date:
{items}
Due date: {dueDate}

Please return soon, to the prefectural library or your pickup library. The book drop works too.
[othersWaiting?Someone is waiting{othersWaiting}.]
While a loan is past its due date, your other loans can’t be extended.
If you have returned it already, or can’t find it, please call us.`,
  },
  extended: {
    subject: '[{libraryName}] Your loan is extended',
    text: `The loan is extended:
{items}
New due date: {dueDate}

A loan can be extended once.`,
  },
  expired: {
    subject: '[{libraryName}] Your hold has ended',
    text: `We have no record of pickup by the end of the hold ({holdUntil}), so this is cancelled:
{items}
[comesHome?It goes back to the prefectural library.]
${orderWaits}

You can reserve it again.
If you have picked it up already, please call us.`,
  },
  cancelledByPatron: {
    subject: '[{libraryName}] Reservation cancelled',
    text: `Your reservation is cancelled:
{items}
${orderWaits}

${unknown}.`,
  },
  cancelledByLibrary: {
    subject: '[{libraryName}] We can’t provide your reservation',
    text: `We are sorry: we can’t provide this any more:
{items}
Reason: {reason}
${orderWaits}

We can look for another one with the same contents. Please call us.`,
  },
  handedIn: {
    subject: '[{libraryName}] Your return is taken in',
    text: `Taken in at {returnLibrary}:
{items}

The return is processed when it reaches the prefectural library. Until then My Library shows “On loan (handed in, on its way to the prefectural library)”, but it is not overdue.`,
  },
  returned: {
    subject: '[{libraryName}] Your return is processed',
    text: `The return is processed. Thank you.
{items}
[othersShipped?Your other reservations can be sent now.]

The record of the loan is deleted after this, unless you asked for it to be kept.`,
  },
  loanLimitReached: {
    subject: '[{libraryName}] We keep your reservation',
    text: `This is here for you, and waits to be sent because you have {loanLimit} loans:
{items}
Kept for you until: {keptUntil}

Please return something that you have on loan. We send it when that return is processed.
That day does not come nearer while what you returned at a pickup library is on its way.
After that it goes to the next person. Your place in the queue is kept.`,
  },
  readyTakenBack: {
    subject: '[{libraryName}] About the pickup of your reservation',
    text: `We are sorry: we told you that this is ready for pickup, but for a reason of the library it can’t be handed out yet:
{items}
Pickup library: {pickupLibrary}

Your place in the queue is kept. We write again when it is ready. You need not do anything.`,
  },
  delayed: {
    subject: '[{libraryName}] Your reservation is late',
    text: `We are sorry: we can’t confirm that this has arrived.
[wasReady?We told you that it is ready for pickup, but it can’t be picked up yet.]
{items}
Pickup library: {pickupLibrary}

We are looking into it and will tell you. You need not do anything.`,
  },
  datesMoved: {
    subject: '[{libraryName}] Your dates have changed',
    text: `Dates of the following have changed. Reason at {affectedLibrary}: {reason}
{items}
[holdUntil?Now held until: {holdUntil}]
[dueDate?New due date: {dueDate}]

You need not do anything.`,
  },
  pickupLibraryPaused: {
    subject: '[{libraryName}] Please choose another pickup library',
    text: `{pickupLibrary} can’t be used for pickup from {pausedFrom} on.
{items}

Please choose another pickup library in My Library by {chooseBy}. Your place in the queue is kept.`,
  },
  verifyEmail: {
    subject: '[{libraryName}] Confirm your e-mail address',
    ownLink: true,
    text: `Open this link and press the button there. Your e-mail address is registered then.
{verifyUrl}

The link works for {validHours} hours, once.
If this was not you, delete this mail. Nothing is registered.`,
  },
  emailChanged: {
    subject: '[{libraryName}] Your e-mail address is changed',
    text: `Your registered e-mail address is changed. From now on we write to the new one.

${unknown} at once.`,
  },
  passwordChanged: {
    subject: '[{libraryName}] Your password is changed',
    text: `Your password is changed.
${unknown} at once.`,
  },
  resetPassword: {
    subject: '[{libraryName}] Choose a new password',
    ownLink: true,
    text: `Open this link and choose a new password.
{resetUrl}

The link works for {validMinutes} minutes, once.
If this was not you, delete this mail. Your password stays as it is.`,
  },
  cardApplied: {
    subject: '[{libraryName}] Your application for a card has arrived',
    text: `We have your application for a card. Number of your application: {applicationNumber}
Once we have checked it, we write again. This takes about {days} days.`,
  },
  cardIssued: {
    subject: '[{libraryName}] Your card is made',
    text: `Your card is made. We send it by post.
When it has come, sign in to My Library with its number and choose a password.
The first time, the password is your date of birth in eight digits (5 April 1961 is 19610405).`,
  },
  cardDeclined: {
    subject: '[{libraryName}] Your application for a card',
    text: `We could not confirm what you wrote in your application. Reason: {reason}
[applicationNumber?Number of your application: {applicationNumber}]
Please apply again, or call us.`,
  },
  cardExpiresSoon: {
    subject: '[{libraryName}] Your card ends soon',
    text: `Your card is valid until {expiryDate}. It can be renewed online or by post.
After that day you can still return, and pick up what is held for you.`,
  },
  cardErasedSoon: {
    subject: '[{libraryName}] Your registration will be erased soon',
    text: `Your card was valid until {expiryDate}.
Unless it is renewed, your registration and everything that we keep of you will be erased from {erasedFrom} on. This can’t be undone.

To go on using your card, please ask for a renewal before that day.
{renewalUrl}
If you don’t want it any more, you need not do anything.`,
  },
  readingOrderEnded: {
    subject: '[{libraryName}] Your volumes in order are over',
    text: `Your volumes in order waited and did not go on. {days} days have passed, so they are over.
Not handed to you: {count}
[items?{items}]

What you have reserved and what you have on loan stays.
You can ask for the rest again at any time. If you don’t want it, you need not do anything.`,
  },
  testMail: {
    subject: '[{libraryName}] Test mail',
    text: 'If you read this mail, your settings are done.',
  },
};
