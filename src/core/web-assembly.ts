import { Buffer } from 'node:buffer';

/** Memory that a module shares; its `buffer` is another one after it grew. */
export interface SharedMemory {
  readonly buffer: ArrayBuffer;
}

interface WebAssemblyOfNode {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/**
 * An instance of a module of `assembly/`.
 * @param code in base64
 * @param imports by the name of their module
 */
// The caller names what the module exports, as its source says.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function instanceOf<Exports>(code: string, imports: Readonly<Record<string, object>> = {}): Exports {
  // Every Node.js has it; its types come with those of a browser only.
  const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyOfNode }).WebAssembly;
  const module = compiled.get(code) ?? new Module(Buffer.from(code, 'base64'));
  compiled.set(code, module);
  return new Instance(module, imports).exports as Exports;
}

/** A module is compiled once: the second instance of it begins at full speed. */
const compiled = new Map<string, object>();
