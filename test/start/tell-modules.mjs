/** Imported before a program: when that ends, the file that `MODULES_FILE` names has each module that it loaded. */
import { appendFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';

const file = process.env['MODULES_FILE'];

/** Runs in a thread of its own, and so brings with it what it needs. */
const tellImports = `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(file)}, url + '\\n');
    return next(url, context);
  }
`;

if (file !== undefined) {
  register(`data:text/javascript,${encodeURIComponent(tellImports)}`);
  process.on('exit', () => {
    const required = Object.keys(createRequire(import.meta.url).cache);
    appendFileSync(file, required.map((path) => `${path}\n`).join(''));
  });
}
