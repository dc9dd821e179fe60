import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { complain, say } from './say.ts';

/** A part that comes from Debian: how to see that it is there, and what is lost without it. */
interface DebianPart {
  readonly packages: readonly string[];
  readonly present: () => boolean;
  readonly without: string;
}

const hasProgram = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${name}`));

const hasFont = (family: string): boolean =>
  hasProgram('fc-list') && spawnSync('fc-list', [family], { encoding: 'utf8' }).stdout.trim() !== '';

export const parts = {
  headlessBrowser: {
    packages: ['chromium-headless-shell'],
    present: () =>
      existsSync('/usr/lib/chromium/chromium-headless-shell') || hasProgram('chromium-headless-shell'),
    without: '画面のテストは npm レジストリーのブラウザーで動かします',
  },
  browser: {
    packages: ['chromium'],
    present: () =>
      existsSync('/usr/lib/chromium/chromium') || hasProgram('chromium') || hasProgram('google-chrome'),
    without: '画面を開けません（--headless なら動きます）',
  },
  keyring: {
    packages: ['dbus', 'gnome-keyring'],
    present: () => hasProgram('dbus-run-session') && hasProgram('gnome-keyring-daemon'),
    without: '鍵はメモリーだけに置き、端末内の写しは終了時に消えます',
  },
  display: {
    packages: ['xvfb'],
    present: () => hasProgram('Xvfb'),
    without: '応答のない資格情報ストアの試験は行いません',
  },
  fonts: {
    packages: ['fonts-noto-cjk'],
    present: () => hasFont('Noto Sans CJK JP') || hasFont('BIZ UDPGothic'),
    without: '同梱の字体にない字は、ほかの字体で表示されます',
  },
  recorder: {
    packages: ['iproute2', 'tcpdump'],
    present: () => hasProgram('ip') && hasProgram('tcpdump'),
    without: '通信の記録（VRSのほかへ一つのパケットも出ないこと）の試験は行いません',
  },
} as const satisfies Readonly<Record<string, DebianPart>>;

export type PartName = keyof typeof parts;

/**
 * Sees which parts are missing and installs them where this is Debian and the person is root or asked for it.
 * @returns the parts that are still missing
 */
export function prepareDebianParts(wanted: readonly PartName[], asked: boolean): readonly PartName[] {
  const missing = wanted.filter((name) => !parts[name].present());
  if (missing.length === 0) return [];
  const packages = missing.flatMap((name) => [...parts[name].packages]);
  const isRoot = process.getuid?.() === 0;
  if (hasProgram('apt-get') && (isRoot || asked)) {
    say('準備', `Debianのパッケージを入れます：${packages.join(' ')}`);
    install(packages, isRoot);
  }
  const still = missing.filter((name) => !parts[name].present());
  for (const name of still) {
    const how = hasProgram('apt-get') && !isRoot && !asked ? '（--install-packages で入れられます）' : '';
    complain('準備', `ありません：${parts[name].packages.join(' ')}。${parts[name].without}${how}`);
  }
  return still;
}

function install(packages: readonly string[], isRoot: boolean): void {
  const apt = (...words: string[]): number | null => {
    const command = [...(isRoot ? [] : ['sudo']), 'apt-get', ...words];
    const [program = 'apt-get', ...rest] = command;
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stderr } = spawnSync(program, rest, {
      env: environment,
      stdio: ['inherit', 'ignore', 'pipe'],
    });
    if (status !== 0) complain('準備', stderr.toString().trim().split('\n').at(-1) ?? '');
    return status;
  };
  const flags = ['install', '-y', '--no-install-recommends', ...packages];
  // The lists of a fresh machine are old or empty: ask for new ones only when the first try fails.
  if (apt(...flags) !== 0 && apt('update') === 0) apt(...flags);
}
