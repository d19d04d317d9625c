// The same, two hundred times each.
import './desk-races.test.ts';
