import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWhoIsBehind } from './contract/behind-contract.ts';
import { Bench, type PortsInTest } from './contract/bench.ts';
import { describeClosures } from './contract/closure-contract.ts';
import { describeLoans } from './contract/loan-contract.ts';
import { describePatron } from './contract/patron-contract.ts';
import { describeQueue } from './contract/queue-contract.ts';
import { describeParcels } from './contract/shipping-contract.ts';
import { describeTasks } from './contract/task-contract.ts';
import { describeWishes } from './contract/wish-contract.ts';

export type { PortsInTest } from './contract/bench.ts';

/** The contract of the three ports. It runs on the ports in memory and on the real services. */
export function describePortContract(name: string, open: () => Promise<PortsInTest>): void {
  describe(name, () => {
    const bench = new Bench();
    beforeAll(async () => {
      bench.ports = await open();
    });
    afterAll(() => bench.ports.close());

    describeQueue(bench);
    describeWishes(bench);
    describeTasks(bench);
    describeLoans(bench);
    describeClosures(bench);
    describePatron(bench);
    describeParcels(bench);
    describeWhoIsBehind(bench);
  });
}
