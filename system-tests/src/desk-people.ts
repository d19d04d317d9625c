import { playing } from './playing-people.ts';

/** Whose books the desks have in hand. */
export const deskPeople = {
  /** Has reserved what is fetched today. */
  fetched: playing('だしてもらう'),
  /** Has reserved what is packed today. */
  packed: playing('つめてもらう'),
  /** Waits for what comes back today. */
  waiting: playing('まつ'),
  /** Has lent what comes back today. */
  lender: playing('かえす'),
  /** Comes to the counter. */
  visitor: playing('くる'),
  /** Waits for a copy that is held here, and did not come for another one. */
  absent: playing('こない'),
  /** Telephones. */
  caller: playing('かける'),
  /** Comes to the pickup library. */
  villager: playing('むらのひと'),
  /** Comes to it, too, and never has the card there. */
  neighbour: playing('となりのひと'),
  /** Reserves on the web, comes, and brings back. */
  traveller: playing('たびする'),
  /** Has what the process does not know of. */
  stuck: playing('とまる'),
  /** Locked out, and no mail reaches them. */
  locked: playing('はいれない', { email: null }),
  /** Meets everything that can go wrong. */
  unlucky: playing('ついていない'),
  /** Has what is refused. */
  refused: playing('ことわられる'),
  /** Loses the card. */
  careless: playing('なくす'),
} as const;
