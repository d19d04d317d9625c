// The races of desk-races.test.ts, two hundred times each.
import './desk-races.test.ts';
