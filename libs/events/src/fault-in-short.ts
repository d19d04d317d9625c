/** What kind of fault it is and where in the code: its message may hold what a person wrote, and is for the log alone. */
export function inShort(fault: unknown): string {
  if (!(fault instanceof Error)) return 'a fault of no kind';
  const code = 'code' in fault && typeof fault.code === 'string' ? ` ${fault.code}` : '';
  const frame = /^\s+at (?:async )?(.*)$/m.exec(fault.stack ?? '')?.[1];
  const where = frame?.replace(/file:\/\/\S*\/(?=(?:libs|services|workflows|node_modules)\/)/, '');
  return where === undefined ? `${fault.name}${code}` : `${fault.name}${code} at ${where}`;
}
