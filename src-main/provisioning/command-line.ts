import { parseArgs } from 'node:util';

import { ok, type Provisioned, refused } from './refusals.ts';

/** What the IT section can ask of the `workstation` command. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'create-signing-key'; readonly out: string; readonly encrypt: boolean }
  | { readonly name: 'create-profile'; readonly draft: string; readonly key: string; readonly out: string }
  | {
      readonly name: 'apply';
      readonly file: string;
      readonly workstation: string | undefined;
      readonly trust: string | undefined;
      readonly allowOlder: boolean;
    }
  | { readonly name: 'request-certificate'; readonly out: string }
  | { readonly name: 'import-certificate'; readonly file: string }
  | { readonly name: 'self-check'; readonly json: boolean }
  | { readonly name: 'diagnostics'; readonly out: string }
  | { readonly name: 'remove'; readonly yes: boolean; readonly withLog: boolean };

export interface CommandLine {
  readonly command: Command;
  /** Nothing is printed where it went well. */
  readonly quiet: boolean;
  /** Where the terminal's data lie; from source only. */
  readonly data: string | undefined;
}

const options = {
  help: { type: 'boolean' },
  'create-signing-key': { type: 'boolean' },
  'create-profile': { type: 'string' },
  apply: { type: 'string' },
  'request-certificate': { type: 'string' },
  'import-certificate': { type: 'string' },
  'self-check': { type: 'boolean' },
  diagnostics: { type: 'string' },
  remove: { type: 'boolean' },
  out: { type: 'string' },
  key: { type: 'string' },
  encrypt: { type: 'boolean' },
  workstation: { type: 'string' },
  trust: { type: 'string' },
  'allow-older': { type: 'boolean' },
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  'with-log': { type: 'boolean' },
  quiet: { type: 'boolean' },
  data: { type: 'string' },
} as const;
type Option = keyof typeof options;

/** Each command, with the options that it must and may have beside it. */
const commands = {
  help: { must: [], may: [] },
  'create-signing-key': { must: ['out'], may: ['encrypt'] },
  'create-profile': { must: ['key', 'out'], may: [] },
  apply: { must: [], may: ['workstation', 'trust', 'allow-older'] },
  'request-certificate': { must: [], may: [] },
  'import-certificate': { must: [], may: [] },
  'self-check': { must: [], may: ['json'] },
  diagnostics: { must: [], may: [] },
  remove: { must: [], may: ['yes', 'with-log'] },
} as const satisfies Partial<
  Record<Option, { readonly must: readonly Option[]; readonly may: readonly Option[] }>
>;
type CommandName = keyof typeof commands;
const commandNames = Object.keys(commands) as readonly CommandName[];
const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name);

/** Whether the words ask for a command at all, well said or not. */
export function asksForCommand(words: readonly string[]): boolean {
  return words.some((word) => isCommandName(/^--([a-z-]+)(?:=|$)/.exec(word)?.[1] ?? ''));
}

/** Reads the words behind the program's name. SECURITY: H64 — what is not said here exactly is refused, with code 64. */
export function readCommandLine(words: readonly string[], fromSource: boolean): Provisioned<CommandLine> {
  const values = valuesOf(words);
  if (values === undefined) return refused('usage', '選択肢を読み取れません。');
  const given = Object.keys(values).filter((name): name is Option => Object.hasOwn(options, name));
  const asked = given.filter(isCommandName);
  const [name] = asked;
  if (name === undefined || asked.length !== 1) {
    return refused(
      'usage',
      `次のうち一つを指定してください：${commandNames.map((each) => `--${each}`).join('、')}`,
    );
  }
  const { must, may }: { readonly must: readonly Option[]; readonly may: readonly Option[] } = commands[name];
  const missing = must.find((option) => !given.includes(option));
  if (missing !== undefined) return refused('usage', `--${name} には --${missing} も指定してください。`);
  const allowed = new Set<Option>([
    name,
    ...must,
    ...may,
    'quiet',
    ...(fromSource ? (['data'] as const) : []),
  ]);
  const surplus = given.find((option) => !allowed.has(option));
  if (surplus !== undefined) return refused('usage', `--${surplus} は、--${name} では使えません。`);
  const empty = given.find((option) => values[option] === '');
  if (empty !== undefined) return refused('usage', `--${empty} の値がありません。`);
  return ok({ command: commandOf(name, values), quiet: values.quiet === true, data: values.data });
}

function valuesOf(words: readonly string[]) {
  try {
    const { values, tokens } = parseArgs({ args: [...words], options, strict: true, tokens: true });
    // Said twice, one of the two would be overheard.
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const isExact = tokens.every(({ kind }) => kind === 'option') && new Set(names).size === names.length;
    return isExact ? values : undefined;
  } catch {
    return undefined;
  }
}

type Values = NonNullable<ReturnType<typeof valuesOf>>;

function commandOf(name: CommandName, values: Values): Command {
  switch (name) {
    case 'help':
      return { name };
    case 'create-signing-key':
      return { name, out: values.out ?? '', encrypt: values.encrypt === true };
    case 'create-profile':
      return { name, draft: values['create-profile'] ?? '', key: values.key ?? '', out: values.out ?? '' };
    case 'apply': {
      const { workstation, trust } = values;
      return {
        name,
        file: values.apply ?? '',
        workstation,
        trust,
        allowOlder: values['allow-older'] === true,
      };
    }
    case 'request-certificate':
      return { name, out: values['request-certificate'] ?? '' };
    case 'import-certificate':
      return { name, file: values['import-certificate'] ?? '' };
    case 'self-check':
      return { name, json: values.json === true };
    case 'diagnostics':
      return { name, out: values.diagnostics ?? '' };
    case 'remove':
  }
  return { name: 'remove', yes: values.yes === true, withLog: values['with-log'] === true };
}
