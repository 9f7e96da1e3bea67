/** Makes the WebAssembly that `src/` holds as text, of its source in AssemblyScript. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface AssemblyModule {
  readonly folder: string;
  /** Of memory, 64 KiB each: what is not touched costs addresses alone. */
  readonly pages: number;
  readonly name: string;
  readonly target: string;
}

export const modules: readonly AssemblyModule[] = [
  { folder: 'scanner', pages: 160, name: 'rowScannerCode', target: 'src/core/row-scanner-code.ts' },
  { folder: 'machine', pages: 640, name: 'rowMachineCode', target: 'src/normalize/json-rows/row-machine-code.ts' },
];

const run = promisify(execFile);
/** Called as a command: its types would change those of all that is checked with them. */
const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
/** Optimized, with names for profiles. */
const options = ['-O3', '--debug', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

/** The text of a target. @throws Error with what the compiler says */
export async function assembled({ folder, pages, name }: AssemblyModule): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'assemble-'));
  try {
    const file = join(place, 'module.wasm');
    const files = [`assembly/${folder}/index.ts`, '--outFile', file, '--initialMemory', `${pages}`];
    await run(process.execPath, [compiler, ...files, ...options], { cwd: root });
    const lines = (await readFile(file)).toString('base64').match(/.{1,116}/g) ?? [];
    const remark = `/** WebAssembly in base64, made of \`assembly/${folder}\` by \`npm run assemble\`. */`;
    return `${remark}\nexport const ${name} = \`\n${lines.join('\n')}\n\`;\n`;
  } finally {
    await rm(place, { recursive: true });
  }
}
