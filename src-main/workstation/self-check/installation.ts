import { createHash, randomUUID } from 'node:crypto';
import { access, constants, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { failed, type Finding, notChecked, passed } from './finding.ts';

/** What was installed, as against what it keeps. */
export interface Installation {
  /** Folders and files of the program; empty where it runs from source. */
  readonly places: readonly string[];
  /** The built folder with `renderer-manifest.json`; undefined where nothing is built. */
  readonly built: URL | undefined;
  readonly electron: string | undefined;
  readonly chromium: string | undefined;
  /** The Electron that this build was made for. */
  readonly builtFor: string | undefined;
}

/** Nothing but what runs from source, for tests and tools. */
export const fromSource: Installation = {
  places: [],
  built: undefined,
  electron: undefined,
  chromium: undefined,
  builtFor: undefined,
};

const SOURCE = 'ソースから動かしているため、確かめません。';

/** SECURITY: H69 — who works at the terminal must not be able to change the program. */
export async function checkInstallFolder({ places }: Installation): Promise<Finding> {
  if (places.length === 0) return notChecked(SOURCE);
  for (const place of places) {
    if (await isWritable(place)) {
      return failed(
        'この利用者がプログラムを書き換えられます。管理者だけが書ける場所に、端末ごとの導入（MSI・deb）で入れ直してください。',
      );
    }
  }
  return passed('この利用者には書き換えられません。');
}

const BY_OTHERS = 0o022;

/** Tried out where the system's own answer to `access` says nothing: on Windows, and to root. */
async function isWritable(place: string): Promise<boolean> {
  const found = await stat(place);
  if (process.platform === 'win32') return found.isDirectory() && (await takesAFile(place));
  // An administrator may write everywhere: then it counts whether others may.
  if (process.getuid?.() === 0) return found.uid !== 0 || (found.mode & BY_OTHERS) !== 0;
  return access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function takesAFile(folder: string): Promise<boolean> {
  const probe = path.join(folder, `.self-check-${randomUUID()}`);
  try {
    await (await open(probe, 'wx')).close();
    await rm(probe, { force: true });
    return true;
  } catch {
    return false;
  }
}

const Manifest = z.record(z.string(), z.object({ sha256: z.string() }));
/** The faces without which a name is drawn in whatever the system has. */
const faces = [/\/biz-udgothic-.*\.woff2$/, /\/biz-udpgothic-.*\.woff2$/] as const;

/** BIZ UDGothic is packaged, whole, as it was built. */
export async function checkFont({ built }: Installation): Promise<Finding> {
  if (built === undefined) return notChecked(SOURCE);
  const repair = 'アプリを入れ直してください。';
  try {
    const manifest = Manifest.parse(
      JSON.parse(await readFile(new URL('renderer-manifest.json', built), 'utf8')),
    );
    const names = Object.keys(manifest).filter((name) => faces.some((face) => face.test(name)));
    if (!faces.every((face) => names.some((name) => face.test(name)))) {
      return failed(`BIZ UDゴシックが入っていません。${repair}`);
    }
    for (const name of names) {
      const bytes = await readFile(new URL(`renderer${name}`, built));
      const digest = createHash('sha256').update(bytes).digest('hex');
      if (digest !== manifest[name]?.sha256)
        return failed(`BIZ UDゴシックのファイルが変わっています。${repair}`);
    }
    return passed(`BIZ UDゴシックがそろっています（${names.length} ファイル）。`);
  } catch {
    return failed(`書体のファイルを読めません。${repair}`);
  }
}

/** The Electron that runs is the one that was packed: Chromium comes with it. */
export function checkChromium({ electron, chromium, builtFor }: Installation): Finding {
  if (electron === undefined || builtFor === undefined) return notChecked(SOURCE);
  const running = `Electron ${electron}、Chromium ${chromium ?? '不明'}`;
  return electron === builtFor
    ? passed(`${running}。`)
    : failed(
        `${running} が動いていますが、このアプリは Electron ${builtFor} 用です。アプリを入れ直してください。`,
      );
}
