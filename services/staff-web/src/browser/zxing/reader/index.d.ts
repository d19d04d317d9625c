/** Served from the package itself (mount-scripts.ts). */
export * from 'zxing-wasm/reader';
