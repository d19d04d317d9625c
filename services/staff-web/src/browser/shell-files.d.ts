/** Written by the server: what the page without a line needs (mount-scripts.ts). */
export const files: readonly string[];
/** Changes with that page and its scripts. */
export const version: string;
