export { askIndex, type IndexedRun, type ListRuns } from './ask-index.ts';
export { connectTemporal, type TemporalLink } from './connect-temporal.ts';
export { besides, type Progress, progressOf, withSignsOfLife } from './progress-of.ts';
export { reachingTemporal } from './reaching-temporal.ts';
export { rowsFailed, thenBesides } from './rows-left.ts';
export { runWorkflow } from './run-workflow.ts';
export {
  type Delivery,
  type Signal,
  type SignalWithStart,
  signalWithStart,
  signalWorkflow,
} from './signal-workflow.ts';
export { answeredTooLate, temporalAway, temporalBusy } from './temporal-away.ts';
export { NOT_YET, runUpdate, turnedAwayWith, updateWithStart } from './update-workflow.ts';
