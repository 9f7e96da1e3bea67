import { fileURLToPath } from 'node:url';
import { API } from 'typescript/unstable/sync';
import type { Checker, Diagnostic, Type } from 'typescript/unstable/sync';

/** The compiler as an editor uses it, with files that are not on the disk. */
export interface Editor extends Disposable {
  /** What is underlined, and what is said about it; nothing where there is no mistake. */
  mistakesIn(code: string): readonly string[];
  /** What is offered where the code has a `¦`. */
  offeredAt(code: string): readonly string[];
  /** An exported type, and who can be asked about it. */
  typeOf(code: string, name: string): { readonly type: Type; readonly checker: Checker };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}test/golden/unwritten`;
const settings = `${folder}/tsconfig.json`;
const file = `${folder}/config.ts`;

/** Opens an editor whose one file begins with the lines of `head`. */
export function openEditor(head: string): Editor {
  let text = head;
  const api = new API({
    cwd: root,
    fs: { readFile: readUnwritten, fileExists: isUnwritten, directoryExists: isFolder },
  });
  return {
    mistakesIn(code) {
      const { program } = open(code);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return found.map((mistake) => [text.slice(mistake.pos, mistake.end), ...sentencesOf(mistake, '  ')].join('\n'));
    },
    offeredAt(code) {
      const { checker } = open(code.replace('¦', ''));
      const offered = checker.getCompletionsAtPosition(file, head.length + code.indexOf('¦'));
      return offered?.entries.map(({ name }) => name) ?? [];
    },
    typeOf(code, name) {
      const { checker } = open(code);
      const symbol = checker.getSymbolAtPosition(file, text.lastIndexOf(name));
      if (symbol === undefined) throw new TypeError(`${name} is not in the code`);
      return { type: checker.getDeclaredTypeOfSymbol(symbol), checker };
    },
    [Symbol.dispose]: () => api.close(),
  };

  function open(code: string): ReturnType<ReturnType<typeof api.updateSnapshot>['getProjects']>[number] {
    text = head + code;
    const snapshot = api.updateSnapshot({ openProjects: [settings], fileChanges: { changed: [file] } });
    const project = snapshot.getProject(settings);
    if (project === undefined) throw new TypeError('the project of the golden files did not open');
    return project;
  }

  function readUnwritten(path: string): string | undefined {
    if (path === settings)
      return JSON.stringify({ extends: '../../../tsconfig.json', files: ['config.ts'], include: [] });
    return path === file ? text : undefined;
  }
}

function isUnwritten(path: string): boolean | undefined {
  return path === settings || path === file || undefined;
}

function isFolder(path: string): boolean | undefined {
  return path === folder || undefined;
}

/** The mistake, and indented what it comes from. */
function sentencesOf({ text, messageChain }: Diagnostic, indent: string): readonly string[] {
  return [indent + text, ...(messageChain ?? []).flatMap((cause) => sentencesOf(cause, `${indent}  `))];
}
