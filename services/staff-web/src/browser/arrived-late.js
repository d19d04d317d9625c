// @ts-check
// Parcels that were read without a line: once they are recorded, what came in them is offered to be seen, on every page of
// the library until it was, since nobody has compared it yet.
import { button } from './say-read.js';
import { leaveOn, readNow } from './scans-waiting.js';

const ARRIVED = 'arrived-late';
const PAGE = '/arrivals';

/** @returns {string[]} */
const unseen = () => JSON.parse(sessionStorage.getItem(ARRIVED) ?? '[]');
/** @param {string[]} codes */
const store = (codes) => sessionStorage.setItem(ARRIVED, JSON.stringify([...new Set(codes)]));

/** @param {readonly import('./queue.js').Result[]} sent */
export function noteArrived(sent) {
  store([...unseen(), ...sent.flatMap(({ scan }) => (scan.job === 'arrival' ? scan.code : []))]);
}

/** Reads its number once more, where the list is. @param {string} code */
function show(code) {
  store(unseen().filter((other) => other !== code));
  leaveOn(PAGE, [{ ...readNow(code), meant: true }]);
  location.assign(PAGE);
}

/** What is told of each that nobody has seen. @returns {[words: string, tone: string, buttons: HTMLElement[]][]} */
export function arrivedLate() {
  return unseen().map((code) => [
    `小包 ${code} の到着を記録しました。中身を、一覧と見比べてください。`,
    'ask',
    [button('中身の一覧を見る', () => show(code))],
  ]);
}
