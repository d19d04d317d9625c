export { type OwnerDeps, openOwner } from './open-owner.ts';
