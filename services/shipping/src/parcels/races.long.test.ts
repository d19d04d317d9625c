// The same, two hundred times each.
import './races.test.ts';
