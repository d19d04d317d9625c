import './restart-equivalence.test.ts';
