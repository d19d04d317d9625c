import { openInMemoryPorts } from '../workflows/src/testing/in-memory-ports.ts';
import { describePortContract } from '../workflows/src/testing/port-contract.ts';
import { openRealPorts } from './src/real-ports.ts';

describePortContract('the ports in memory', openInMemoryPorts);
describePortContract('the real services', openRealPorts);
