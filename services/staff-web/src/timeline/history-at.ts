import type { StaffWebDeps } from '../deps.ts';

/** Where the history of a process is read, in the Temporal UI. */
export function historyAt({ setting }: Pick<StaffWebDeps, 'setting'>, workflowId: string): string {
  const { temporalUiUrl, temporalNamespace } = setting;
  return `${temporalUiUrl.replace(/\/$/, '')}/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(workflowId)}`;
}
