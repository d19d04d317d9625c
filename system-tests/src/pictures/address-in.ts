/** The address that a setting has, which the started stack gives. */
export function addressIn(name: string): string {
  const address = process.env[name];
  if (address === undefined) throw new Error(`${name} is not given: start a stack first (npm start)`);
  return address;
}
