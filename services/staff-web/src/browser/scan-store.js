// @ts-check
// Scans made while the line is down: kept in this browser, sent in order when it is back, each exactly once (the fact's
// id makes it so), and deleted once sent. Of a person there is the card's number alone, and with hand-outs only: the
// server can't tell whose copy it was without.

/** @typedef {'arrival' | 'handOut' | 'handIn'} Job */
/**
 * @typedef {object} Kept
 * @property {number} [order] the database counts
 * @property {string} factId
 * @property {Job} job
 * @property {string} code the copy or the parcel
 * @property {string} occurredAt
 * @property {string} [library] whose scan it is: nobody else's account sends it
 * @property {string} [libraryName]
 * @property {string} [card] of a hand-out, until it is sent
 * @property {string | undefined} [last4] of the card, once refused
 * @property {string} [from] where a copy was given back
 * @property {boolean} [perhapsSent] the server may have it, or get it yet
 * @property {number} [tries] how often the server failed over it
 * @property {boolean} [wasLent] the answer to what is asked of a copy that is held
 * @property {boolean} [asksLent] that is what was said
 * @property {string} [refused] what the server said; kept until somebody has read it
 */

const SCANS = 'scans';
const ABOUT = 'about';

/** @returns {Promise<IDBDatabase>} */
function open() {
  const asked = indexedDB.open('toshobin-scans', 1);
  asked.onupgradeneeded = () => {
    const scans = asked.result.createObjectStore(SCANS, { keyPath: 'order', autoIncrement: true });
    scans.createIndex('factId', 'factId', { unique: true });
    asked.result.createObjectStore(ABOUT);
  };
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * What was asked, once all of the work is written.
 * @template T
 * @param {string} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 */
async function within(store, mode, work) {
  const database = await open();
  try {
    const transaction = database.transaction(store, mode);
    const asked = work(transaction.objectStore(store));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return asked.result;
  } finally {
    database.close();
  }
}

/** Whose browser this is, for scans without a line. @param {{ library: string, name: string }} about */
export const rememberLibrary = (about) => within(ABOUT, 'readwrite', (store) => store.put(about, 'library'));
/** @returns {Promise<{ library: string, name: string } | undefined>} */
export const libraryHere = () => within(ABOUT, 'readonly', (store) => store.get('library'));

/** Everything kept, the oldest first. @returns {Promise<Kept[]>} */
export const kept = () => within(SCANS, 'readonly', (store) => store.getAll());
/** @param {number} order */
export const forget = (order) => within(SCANS, 'readwrite', (store) => store.delete(order));

/**
 * Changes a scan that is still kept; undefined when it is not, and then it stays away.
 * @param {number} order @param {(scan: Kept) => Kept} how @returns {Promise<Kept | undefined>} as it was
 */
export function change(order, how) {
  return within(SCANS, 'readwrite', (store) => {
    const found = store.get(order);
    found.onsuccess = () => found.result && store.put(how(found.result));
    return found;
  });
}

/**
 * Takes back the scan that was kept last of those meant, unless it was perhaps sent: that can't be known before the server
 * has answered. Tells which one it is.
 * @param {(scan: Kept) => boolean} isMeant
 */
export async function takeBack(isMeant) {
  /** @param {Kept[]} scans */
  const lastOf = (scans) => scans.findLast((scan) => scan.refused === undefined && isMeant(scan));
  const all = await within(SCANS, 'readwrite', (store) => {
    const asked = store.getAll();
    asked.onsuccess = () => {
      const last = lastOf(asked.result);
      if (last?.order !== undefined && !last.perhapsSent) store.delete(last.order);
    };
    return asked;
  });
  return lastOf(all);
}

/** The copy had been handed out without a scan: to be sent again with that. @param {number} order */
export const answerLent = (order) =>
  change(order, ({ refused: _said, asksLent: _asked, ...scan }) => ({ ...scan, wasLent: true }));

const TRIES = 5;
/** Set aside: the server failed over it too often. It is still sent, and holds nothing back. @param {Pick<Kept, 'tries'>} scan */
export const isSetAside = ({ tries = 0 }) => tries >= TRIES;

/** Keeps a scan; one that is kept already is the same one. @param {Kept} scan */
export async function keep(scan) {
  const { library, name } = (await libraryHere()) ?? {};
  const known = (await kept()).some(({ factId }) => factId === scan.factId);
  if (!known) await within(SCANS, 'readwrite', (store) => store.add({ ...scan, library, libraryName: name }));
}
