// For tests of the whole and operators' commands; the other services know this one by its contracts only.
export { openDatabase as openCatalogDatabase, Prisma } from './database.ts';
export { whereaboutsOf } from './ledger/copy-place.ts';
export { loadLedgers } from './ledger/load-ledgers.ts';
export { tellAllAnew } from './ledger/tell-all-anew.ts';
export { saysTheSame } from './ledger/tell-changed.ts';
export { policyInForce } from './policy/policy-in-force.ts';
export { tellPolicyAnew } from './policy/tell-policy-anew.ts';
export { tellWaitingAnew } from './queue/tell-waiting-anew.ts';
