import { describePortContract } from '../workflows/src/testing/port-contract.ts';
import { openRealPorts } from './src/real-ports.ts';

describePortContract('the real services', openRealPorts);
