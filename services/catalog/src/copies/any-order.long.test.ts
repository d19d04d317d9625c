// The hunt of any-order.test.ts for as long as HUNT_MINUTES says, each time with another seed.
import './any-order.test.ts';
