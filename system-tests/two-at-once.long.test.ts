// The same for as long as HUNT_MINUTES says, each time with other chances.
import './two-at-once.test.ts';
