// The races of queue-races.test.ts, two hundred times each.
import './queue-races.test.ts';
