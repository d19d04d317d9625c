// The races of races.test.ts, two hundred times each.
import './races.test.ts';
