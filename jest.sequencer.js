import Sequencer from '@jest/test-sequencer';

/** The whole-system suites first: each takes minutes, and one that came last would run beside nothing. */
export default class SystemTestsFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isSystemTest = ({ path }) => path.includes('/system-tests/');
    return [...sorted.filter(isSystemTest), ...sorted.filter((test) => !isSystemTest(test))];
  }
}
