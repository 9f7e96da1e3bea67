import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Secret } from '../src/config/secret.ts';
import { exitCodeOf } from '../src/cli/exit-code.ts';
import { errorCodes, type ErrorCode } from '../src/core/error-codes.ts';
import { SluiceError } from '../src/core/error.ts';
import { layers } from '../src/layers.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../src/sources/rest-api/vocabulary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const guides = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file.replaceAll('\\', '/')}`);
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...guides.sort()];

const textOf = (document: string): string => readFileSync(join(root, document), 'utf8');

interface Block {
  readonly text: string;
  /** Of its first line. */
  readonly line: number;
}

function blocksOf(document: string, language: string): readonly Block[] {
  const text = textOf(document);
  const found = text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
  return [...found].map((match) => ({
    text: match[1] ?? '',
    line: text.slice(0, match.index).split('\n').length + 1,
  }));
}

/** The cells of each row of each table, without the spaces around them. */
function tableRows(text: string): readonly (readonly string[])[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1);
    return cells.map((cell) => cell.trim());
  });
}

describe('docs/errors.md', () => {
  const rows = tableRows(textOf('docs/errors.md')).filter(([code = '']) => code.startsWith('`'));

  test('has each code once, and no other', () => {
    expect(rows.map(([code = '']) => code.replaceAll('`', '')).sort()).toEqual(Object.keys(errorCodes).sort());
  });

  test('says with which code the command line ends', () => {
    const exits = Object.keys(errorCodes).map((code) => {
      // The keys of the list are its codes.
      const error = new SluiceError('', { code: code as ErrorCode, phase: 'config', hint: '' });
      return [code, String(exitCodeOf(error))];
    });
    expect(rows.map(([code = '', exit]) => [code.replaceAll('`', ''), exit])).toEqual(exits);
  });

  test('says of each what it means and what to do', () => {
    expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
  });
});

describe('the configurations that are shown', () => {
  const shown = documents.flatMap((document) =>
    blocksOf(document, 'yaml')
      .filter(({ text }) => /^client:/m.test(text))
      .map(({ text, line }) => [`${document}:${line}`, text] as const),
  );

  test('are found', () => expect(shown.length).toBeGreaterThanOrEqual(7));

  test.each(shown)('%s is one that restApi() takes', (_, text) => {
    // restApi() checks what it is given, whatever its type says.
    const config = parse(text) as RestApiConfig;
    expect(restApi(config, { secret: () => new Secret('a secret') }).resources).not.toEqual([]);
  });
});

describe('links', () => {
  const links = documents.flatMap((document) =>
    [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ document, target })),
  );

  test('point to files that exist', () => {
    const lost = links.filter(({ document, target }) => {
      const [path = ''] = target.split('#');
      return path !== '' && !existsSync(join(root, dirname(document), path));
    });
    expect(lost).toEqual([]);
  });

  test('within a document point to its headings', () => {
    const lost = links.filter(({ document, target }) => {
      const headings = [...textOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
      return target.startsWith('#') && !headings.includes(target.slice(1));
    });
    expect(lost).toEqual([]);
  });

  test('every guide is reached from the README', () => {
    const reached = links.filter(({ document }) => document === 'README.md').map(({ target }) => target);
    const own = guides.filter((guide) => !guide.startsWith('docs/decisions/'));
    expect(own.filter((guide) => !reached.includes(guide))).toEqual([]);
  });
});

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

describe('the TypeScript of the README', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-docs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('compiles against the source', () => {
    const blocks = blocksOf('README.md', 'ts');
    expect(blocks).not.toEqual([]);
    const names = blocks.map(({ line, text }) => {
      writeFileSync(join(folder, `line-${line}.mts`), text);
      return `line-${line}.mts`;
    });
    expect(complaints(folder, names)).toBe('');
  }, 60_000);

  test('does not compile with a placeholder that names no resource, as the README says', () => {
    const [block] = blocksOf('README.md', 'ts').filter(({ text }) => text.includes('{resources.issues.'));
    writeFileSync(join(folder, 'wrong.mts'), (block?.text ?? '').replace('{resources.issues.', '{resources.isues.'));
    expect(complaints(folder, ['wrong.mts'])).toMatch(/^wrong\.mts/m);
  }, 60_000);
});

/** What the compiler says of these files; of the source itself it is asked elsewhere. */
function complaints(folder: string, files: readonly string[]): string {
  const from = (path: string): string => join(root, path);
  const compilerOptions = {
    typeRoots: [from('node_modules/@types')],
    paths: { sluice: [from('src/index.ts')], 'sluice/*': [from('src/*/index.ts')] },
    declaration: false,
    isolatedDeclarations: false,
  };
  const config = { extends: from('tsconfig.json'), compilerOptions, include: [], files };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = from('node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [compiler, '--noEmit', '--project', folder], { cwd: folder, encoding: 'utf8' });
    return '';
  } catch (error) {
    // What a process that failed had printed.
    const { stdout } = error as { readonly stdout: string };
    const told = stdout.split('\n').filter((line) => line.includes('error TS'));
    const elsewhere = told.filter(
      (line) => /^\S+\(\d+,\d+\): /.test(line) && !files.some((file) => line.startsWith(file)),
    );
    return told.filter((line) => !elsewhere.includes(line)).join('\n');
  }
}

describe('the table of ARCHITECTURE.md', () => {
  const header = tableRows(textOf('ARCHITECTURE.md')).findIndex(([first]) => first === 'Folder');
  const rows = tableRows(textOf('ARCHITECTURE.md')).slice(header + 2);
  const folderOf = ([folder = '']: readonly string[]): string => folder.replaceAll('`', '');

  test('has the folders of src/layers.ts, in its order', () => {
    expect(rows.map(folderOf)).toEqual(Object.keys(layers));
  });

  test.each(rows.map((row) => [folderOf(row), row] as const))('%s may import what layers.ts says', (folder, row) => {
    const [, , allowed = ''] = row;
    expect(allowed === '–' ? [] : allowed.split(', ')).toEqual(layers[folder]);
  });

  test.each(rows.map((row) => [folderOf(row), row] as const))('%s has its contract where it says', (folder, row) => {
    const contracts = [...(row[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    const paths = contracts.map((file) => join(root, 'src', file.includes('/') ? file : `${folder}/${file}`));
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});
