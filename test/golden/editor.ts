import { fileURLToPath } from 'node:url';
import { API } from 'typescript/unstable/sync';

/** The compiler as an editor uses it, with files that are not on the disk. */
export interface Editor extends Disposable {
  /** What is underlined, and what is said about it; nothing where there is no mistake. */
  mistakesIn(code: string): readonly string[];
  /** What is offered where the code has a `¦`. */
  offeredAt(code: string): readonly string[];
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
      return found.map(({ pos, end, text: said }) => `${text.slice(pos, end)}\n  ${said.replaceAll('\n', '\n  ')}`);
    },
    offeredAt(code) {
      const { checker } = open(code.replace('¦', ''));
      const offered = checker.getCompletionsAtPosition(file, head.length + code.indexOf('¦'));
      return offered?.entries.map(({ name }) => name) ?? [];
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
