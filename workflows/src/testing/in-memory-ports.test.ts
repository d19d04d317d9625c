import { openInMemoryPorts } from './in-memory-ports.ts';
import { describePortContract } from './port-contract.ts';

describePortContract('the ports in memory', openInMemoryPorts);
