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
 * @property {string} [card] of a hand-out, until it is sent
 * @property {string} [from] where a copy was given back
 * @property {number} [tries] how often the server failed over it
 * @property {boolean} [wasLent] the answer to what is asked of a copy that is held
 * @property {boolean} [asksLent] that is what was said
 * @property {string} [refused] what the server said; kept until somebody has read it
 */

export const SCANS = 'scans';
const ABOUT = 'about';

/** @returns {Promise<IDBDatabase>} */
function open() {
  const asked = indexedDB.open('toshobin-scans', 1);
  asked.onupgradeneeded = () => {
    const scans = asked.result.createObjectStore(SCANS, { keyPath: 'order', autoIncrement: true });
    scans.createIndex('factId', 'factId', { unique: true });
    asked.result.createObjectStore(ABOUT);
  };
  return done(asked);
}

/**
 * @template T
 * @param {IDBRequest<T>} asked
 * @returns {Promise<T>}
 */
function done(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * @template T
 * @param {string} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 */
export async function within(store, mode, work) {
  const database = await open();
  try {
    return await done(work(database.transaction(store, mode).objectStore(store)));
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

/** It had been handed out without a scan: to be sent again with that. @param {Kept} scan */
export function answerLent({ refused: _said, asksLent: _asked, ...scan }) {
  return within(SCANS, 'readwrite', (store) => store.put({ ...scan, wasLent: true }));
}

const TRIES = 5;
/** Set aside: the server failed over it too often. It is still sent, and holds nothing back. @param {Kept} scan */
export const isSetAside = ({ tries = 0 }) => tries >= TRIES;

/** Keeps a scan; one that is kept already is the same one. @param {Kept} scan */
export async function keep(scan) {
  const library = (await libraryHere())?.library;
  const known = (await kept()).some(({ factId }) => factId === scan.factId);
  if (!known)
    await within(SCANS, 'readwrite', (store) => store.add({ ...scan, ...(library ? { library } : {}) }));
}
