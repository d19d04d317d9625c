// The same, two hundred times each.
import './queue-races.test.ts';
