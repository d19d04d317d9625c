/** Node has it; TypeScript describes it only together with a browser's whole DOM. */
declare namespace WebAssembly {
  function instantiate(
    module: Uint8Array,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
}
