// What a command line would download and run, and whether that is one version for ever. Package managers are
// told by their programs, packages by the grammar of their names.

import { programName } from './program-name.ts';
import type { Word } from './server-entry.ts';

export interface PackageSpec {
  /** The word that names the package. */
  readonly word: Word;
  readonly registry: 'npm' | 'python' | 'image' | 'go' | 'url';
  /** Without the version. */
  readonly name: string;
  /** `exact`: always the same. `named`: a version that its owner may move. `none`: whatever is newest. */
  readonly pin: 'exact' | 'named' | 'none';
}

type Registry = PackageSpec['registry'];

interface Runner {
  /** The words that make the program run a package, such as `dlx`; empty: it always does. */
  readonly verbs: readonly (readonly string[])[];
  readonly registry: Registry;
  /** Flags whose value names the package in the place of the first plain word. */
  readonly from: readonly string[];
}

const RUNNERS: { readonly [program: string]: Runner } = {
  npx: { verbs: [], registry: 'npm', from: ['-p', '--package'] },
  bunx: { verbs: [], registry: 'npm', from: ['-p', '--package'] },
  pnpx: { verbs: [], registry: 'npm', from: ['--package'] },
  npm: { verbs: [['exec'], ['x']], registry: 'npm', from: ['--package'] },
  bun: { verbs: [['x']], registry: 'npm', from: ['-p', '--package'] },
  pnpm: { verbs: [['dlx']], registry: 'npm', from: ['--package'] },
  yarn: { verbs: [['dlx']], registry: 'npm', from: ['-p', '--package'] },
  uvx: { verbs: [], registry: 'python', from: ['--from'] },
  uv: { verbs: [['tool', 'run']], registry: 'python', from: ['--from'] },
  pipx: { verbs: [['run']], registry: 'python', from: ['--spec'] },
  docker: { verbs: [['run'], ['container', 'run']], registry: 'image', from: [] },
  podman: { verbs: [['run'], ['container', 'run']], registry: 'image', from: [] },
  nerdctl: { verbs: [['run']], registry: 'image', from: [] },
  go: { verbs: [['run']], registry: 'go', from: [] },
};

/** Flags that take the word behind them, of any runner. */
const VALUED = new Set(
  `-e --env -v --volume --mount --name -p --publish --network --net -w --workdir -u --user --env-file
   --entrypoint --add-host --label -l --memory -m --cpus --platform --pull --device --cap-add --cap-drop
   --security-opt --hostname -h --ip --dns --gpus --shm-size --tmpfs --ulimit --restart --log-driver
   --index-url --index --extra-index-url --python --with --prefix --registry --cache --userconfig -c --call
   --directory`.split(/\s+/),
);
const SHELL = /^(?:ba|z|da|k|fi)?sh$|^cmd$|^powershell$|^pwsh$/;

/** The text that a shell is told to run, as its words; the words themselves where no shell is. */
export function withoutShell(command: readonly Word[]): readonly Word[] {
  const [program, ...rest] = command;
  if (program === undefined || !isShell(program)) return command;
  const at = rest.findIndex(({ text }) => /^(?:-\w*c|\/c|-command)$/i.test(text));
  return rest.slice(at + 1).flatMap((word) => {
    const parts = word.text.split(/\s+/).filter((part) => part !== '');
    return parts.map((text) => ({ ...word, text }));
  });
}

export function isShell({ text }: Word): boolean {
  return SHELL.test(programName(text));
}

/** Null where nothing is downloaded, as far as can be told. */
export function packageOf(command: readonly Word[]): PackageSpec | null {
  const [program, ...rest] = withoutShell(command);
  const runner = RUNNERS[programName(program?.text ?? '')];
  if (runner === undefined) return null;
  const { verbs, registry, from } = runner;
  const verb = verbs.find((words) => words.every((word, at) => rest[at]?.text === word));
  if (verbs.length > 0 && verb === undefined) return null;
  const args = rest.slice(verb?.length ?? 0);
  const word = givenBy(args, from) ?? firstPlain(args);
  return word === null ? null : specOf(word, registry);
}

function givenBy(args: readonly Word[], flags: readonly string[]): Word | null {
  for (const [at, word] of args.entries()) {
    if (flags.includes(word.text)) return args[at + 1] ?? null;
    const flag = flags.find((one) => word.text.startsWith(`${one}=`));
    if (flag !== undefined) return { ...word, text: word.text.slice(flag.length + 1) };
  }
  return null;
}

function firstPlain(args: readonly Word[]): Word | null {
  for (let at = 0; at < args.length; at += 1) {
    const { text } = args[at]!;
    if (text === '--') return args[at + 1] ?? null;
    if (!text.startsWith('-')) return args[at]!;
    if (VALUED.has(text)) at += 1;
  }
  return null;
}

const EXACT = /^[v=]?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;
const COMMIT = /[#@][0-9a-f]{40}(?:$|#)/;

function specOf(word: Word, registry: Registry): PackageSpec | null {
  const { text } = word;
  if (/^(?:\.{0,2}|~)[\\/]|^[A-Za-z]:[\\/]|^file:|^\.{1,2}$/.test(text)) return null;
  if (/^(?:git\+|https?:|git:|github:)/.test(text)) {
    return { word, registry: 'url', name: text, pin: COMMIT.test(text) ? 'exact' : 'none' };
  }
  if (registry === 'image') return imageOf(word);
  if (registry === 'python') {
    const [, name, , version] = /^([^=@<>~!]+)(==|@)?(.*)$/.exec(text) ?? [];
    const isExact = /^\d[\w.!+-]*$/.test(version ?? '');
    return { word, registry, name: name ?? text, pin: isExact ? 'exact' : 'none' };
  }
  const at = text.indexOf('@', 1);
  const version = at === -1 ? '' : text.slice(at + 1);
  // Without a version, Go runs what the module around it names.
  if (registry === 'go' && at === -1) return null;
  return {
    word,
    registry,
    name: at === -1 ? text : text.slice(0, at),
    pin: EXACT.test(version) ? 'exact' : 'none',
  };
}

function imageOf(word: Word): PackageSpec {
  const [name = '', digest] = word.text.split('@', 2);
  const [, bare = name, tag = 'latest'] = /^(.*?)(?::([\w.-]+))?$/.exec(name) ?? [];
  const pin = /^sha256:[0-9a-f]{64}$/.test(digest ?? '') ? 'exact' : tag === 'latest' ? 'none' : 'named';
  return { word, registry: 'image', name: bare, pin };
}
