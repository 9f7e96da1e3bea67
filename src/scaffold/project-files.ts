/** What stands around the code, so that it runs where it is written. */
import { textLiteral } from './literals.ts';
import type { Reading } from './readings.ts';
import type { ScaffoldFile } from './scaffold.ts';

export interface Project {
  /** Of the files. */
  readonly name: string;
  readonly readings: readonly (Pick<Reading, 'key' | 'kind'> & Partial<Pick<Reading, 'otherwise'>>)[];
}

/** The template for secrets, the manifest, the settings of the compiler, and a page that tells how it runs. */
export function projectFiles(project: Project): readonly ScaffoldFile[] {
  return [
    { name: 'secrets.example.toml', text: secretsTemplate(project) },
    { name: 'package.json', text: json(manifest(project)) },
    { name: 'tsconfig.json', text: compilerSettings },
    { name: '.gitignore', text: 'node_modules/\n.sluice/\n.dlt/\n.env\n*.duckdb\n*.duckdb.wal\n' },
    { name: 'README.md', text: page(project) },
  ];
}

/** Nothing here is a value: what is empty counts as not set. */
function secretsTemplate({ name, readings }: Project): string {
  const lines = readings.map(({ key, kind, otherwise }) => {
    if (kind === 'optional') return `# ${key} = ${typeof otherwise === 'string' ? tomlText(otherwise) : '""'}\n`;
    return `${key} = ""${kind === 'secret' ? ' # secret' : ''}\n`;
  });
  return [
    '# Copy this file to .sluice/secrets.toml, or to .dlt/secrets.toml, and fill it in. Both are in .gitignore.\n',
    '# What has a # before it may stay as it is.\n',
    `[sources.${sectionOf(name)}]\n`,
    ...lines,
  ].join('');
}

/** The name of the file is what the command line looks values up under. */
function sectionOf(name: string): string {
  return name.replaceAll('-', '_');
}

/** A basic string of TOML; its escapes are those of JSON. */
function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007F-\u009F\u2028\u2029]/g, (sign) => {
    return String.raw`\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function manifest({ name }: Project): object {
  return {
    name: name.toLowerCase(),
    private: true,
    type: 'module',
    scripts: {
      load: `sluice run ${name}.ts`,
      test: `node --import jiti/register --test ${name}.test.ts`,
      types: 'tsc',
    },
    dependencies: { sluice: '^0.1.0' },
    devDependencies: { '@types/node': '^20.19.0', jiti: '^2.7.0', typescript: '^5.9.0 || ^7.0.0' },
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const compilerSettings = `{
  "compilerOptions": {
    "target": "es2023",
    "lib": ["es2023"],
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "verbatimModuleSyntax": true,
    "allowImportingTsExtensions": true,
    "noEmit": true,
    "skipLibCheck": true
  },
  "include": ["*.ts"]
}
`;

function page({ name, readings }: Project): string {
  const variables = readings
    .filter(({ kind }) => kind !== 'optional')
    .map(({ key }) => `SOURCES__${sectionOf(name)}__${key}`.toUpperCase());
  const secrets =
    variables.length === 0
      ? 'It needs no credentials.'
      : `Copy \`secrets.example.toml\` to \`.sluice/secrets.toml\` and fill it in, or set ${variables.map((one) => `\`${one}\``).join(', ')}.`;
  return `# ${name}

\`\`\`sh
npm install
npm test
npx sluice plan ${name}.ts
npx sluice run ${name}.ts
\`\`\`

- \`${name}.ts\` is the source. It is yours: change it.
- \`${name}.test.ts\` loads it from an API on this machine.
- ${secrets}

In a program:

\`\`\`ts
import { nodeRuntime, pipeline, sourceValues } from "sluice";
import { duckdb } from "sluice/destinations/duckdb";
import source from "./${name}.ts";

const values = await sourceValues(${textLiteral(name)}, nodeRuntime());
const destination = duckdb(${textLiteral(`${name}.duckdb`)});
await pipeline({ name: ${textLiteral(name)}, destination }).run(source(values));
\`\`\`
`;
}
