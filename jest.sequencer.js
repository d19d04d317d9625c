import Sequencer from '@jest/test-sequencer';

/**
 * The whole-system suites first: each takes minutes, and one that came late would run beside nothing. Last comes the one
 * that times how long a start takes, so that it has the machine to itself by then.
 */
export default class SystemTestsFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) =>
      path.endsWith('/second-start.test.ts') ? 2 : path.includes('/system-tests/') ? 0 : 1;
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
