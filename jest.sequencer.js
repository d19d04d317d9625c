import Sequencer from '@jest/test-sequencer';

/**
 * What takes longest comes first, so that no worker is left alone with it at the end; shorter suites on a stack lie
 * between the long ones, so that not all stacks start at once. Last comes what times a start, which needs the machine.
 */
const first = ['/whole-stack.', '/engines.', '/any-order.', '/browser-scripts.', '/workflows/'];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      if (path.includes('/second-start.')) return first.length + 1;
      const at = first.findIndex((part) => path.includes(part));
      return at < 0 ? first.length : at;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
