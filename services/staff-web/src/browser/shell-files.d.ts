/** Written by the server: what the page without a line needs (mount-scripts.ts). */
export const files: readonly string[];
