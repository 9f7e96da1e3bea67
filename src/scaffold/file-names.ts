import { noFileName } from './errors.ts';

/** What files of a source are called, whatever it is called: `my-guide`. @throws `usage` */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^\w-]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
    .slice(0, 60);
  if (!/[A-Za-z0-9]/.test(plain)) throw noFileName(name);
  return plain;
}
