import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { operations } from '../../../src-shared/contract/operations.ts';
import { problemSentences } from '../../../src-shared/contract/problem-sentences.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const handbook = path.join(root, 'docs', 'handbook');
const chapters = readdirSync(handbook).filter((name) => name.endsWith('.md'));
const textOf = (chapter: string): string => readFileSync(path.join(handbook, chapter), 'utf8');
const all = chapters.map(textOf).join('\n');

/** What the program can say or show. */
const words = globSync(
  [
    'src-renderer/**/*.{ts,tsx}',
    'src-shared/contract/*.ts',
    'src-shared/domain/**/*.ts',
    'src-main/{shell,workstation}/**/*.ts',
    'src-main/main.ts',
  ],
  { cwd: root },
)
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n');

const found = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? '')),
];

/** A sentence with a circle for each of its values. */
function sentenceOf(code: string): string | undefined {
  if (!Object.hasOwn(problemSentences, code)) return undefined;
  const about = new Proxy({}, { get: () => '○' });
  return z.string().parse(Reflect.apply(Object(Reflect.get(problemSentences, code)), undefined, [about]));
}

/** Bold words that stress and are no label. */
const stressed = /[。、]|^署名されたもの$|^だれが|の側$|が盗まれた$/;

describe('the handbook', () => {
  it('has a chapter for everybody', () => {
    expect(chapters.toSorted()).toEqual(
      ['README.md', '導入.md', '監査.md', '運用.md', '障害時.md'].toSorted(),
    );
  });

  it.each(chapters)('%s: every link and every picture is there', (chapter) => {
    const targets = found(textOf(chapter), /\]\(([^)#]+)(?:#[^)]*)?\)/g).filter(
      (target) => !/^https?:/.test(target),
    );
    const missing = targets.filter((target) => !existsSync(path.join(handbook, target)));
    expect(targets.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it.each(chapters)('%s: every word in bold stands on a screen', (chapter) => {
    const labels = found(textOf(chapter), /\*\*([^*]+)\*\*/g).filter((label) => !stressed.test(label));
    expect(labels.filter((label) => !words.includes(label))).toEqual([]);
  });

  it('quotes what the program says, under the code that it says it with', () => {
    const quoted = [...all.matchAll(/「([^」]+)」［([a-z-]+)］/g)].map(([, sentence = '', code = '']) => [
      code,
      sentence,
    ]);
    expect(quoted.length).toBeGreaterThan(20);
    const wrong = quoted.filter(([code = '', sentence = '']) => {
      const said = sentenceOf(code)?.replaceAll(' ', '') ?? '';
      return !said.startsWith(sentence.replaceAll(' ', ''));
    });
    expect(wrong).toEqual([]);
  });

  it('names no code that the program does not have', () => {
    const codes = found(all, /［([a-z-]+)］/g);
    expect(codes.filter((code) => sentenceOf(code) === undefined)).toEqual([]);
  });

  it('names no command, file or operation that is not there', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
    const commands = found(all, /npm run (?:-s )?([a-z-]+)/g);
    expect(commands).not.toEqual([]);
    expect(commands.filter((command) => !Object.hasOwn(scripts, command))).toEqual([]);
    const files = found(all, /`(src-[\w./-]+|tools\/[\w./-]+)`/g);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    const called = found(all.replaceAll(/端末設定 `[^`]+`/g, ''), /`([a-z]+\.[a-z]+[A-Za-z]*)`/g).filter(
      (name) => !/^(?:vrs|log|profile|policy|checkpoint)\./.test(name),
    );
    expect(called.filter((name) => !Object.hasOwn(operations, name))).toEqual([]);
  });

  it('names no option of the workstation command that it does not have', () => {
    const commandLine = readFileSync(path.join(root, 'src-main/provisioning/command-line.ts'), 'utf8');
    const lines = all
      .split('\n')
      .filter((line) => /workstation(?: --)? --/.test(line) || line.includes('`--'));
    const asked = found(lines.join('\n'), /(?<![\w-])--([a-z][a-z-]+)/g);
    const ofTheAuditor = new Set(['head', 'checkpoints', 'public-key', 'check']);
    const options = asked.filter((option) => !ofTheAuditor.has(option));
    expect(options).toEqual(expect.arrayContaining(['apply', 'self-check', 'diagnostics', 'remove']));
    expect(
      options.filter((option) => !new RegExp(`^  '?${option}'?: \\{ type`, 'm').test(commandLine)),
    ).toEqual([]);
  });

  it('names the values of the profile and of the policy as they are called', () => {
    const sources = ['profile.ts', 'policy/machine-policy.ts'].map((file) =>
      readFileSync(path.join(root, 'src-main/workstation', file), 'utf8'),
    );
    const names = found(textOf('導入.md'), /(?:端末設定 |、)?`(?:vrs\.|log\.|review\.)?([a-z][A-Za-z]+)`/g);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !sources.some((source) => source.includes(`${name}:`)))).toEqual([]);
  });

  it('SECURITY H49: says what IT does about a certificate that must count no more', () => {
    const part = textOf('導入.md').split('### 失効')[1] ?? '';
    for (const step of ['端末の証明書が盗まれた', 'サーバーの証明書や鍵が盗まれた', '認証局の鍵が盗まれた'])
      expect(part).toContain(step);
  });
});
