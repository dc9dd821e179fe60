/** The two scripts that run before every document's own: the page's half of contextBridge, and the preload's world. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { rendererScript } from '../renderer/bundle.ts';
import type { PreloadOptions } from '../renderer/page-messages.ts';

export const preloadWorld = 'electron-preload';
export const bindingName = '__chromiumHostBinding';
export const deliverName = '__chromiumHostDeliver';

/** One secret per process: the page never learns by which event the two worlds meet. */
const secret = `h${randomBytes(16).toString('hex')}`;
const parameters = 'require, process, Buffer, global, setImmediate, clearImmediate, exports, module';

let halves: { readonly mainWorld: string; readonly preloadWorld: string } | undefined;
const rendererHalves = () => {
  halves ??= {
    mainWorld: rendererScript('main-world.ts', 'startMainWorld'),
    preloadWorld: rendererScript('preload-world.ts', 'startPreloadWorld'),
  };
  return halves;
};

export interface DocumentScripts {
  readonly mainWorld: string;
  readonly preloadWorld: string;
  /** The preload could not even be parsed or read; Electron reports that as `preload-error`. */
  readonly preloadError: Error | undefined;
}

function readPreload(path: string | undefined): { source: string; error: Error | undefined } {
  if (path === undefined) return { source: '', error: undefined };
  try {
    const source = readFileSync(path, 'utf8');
    // Parsed on its own first: a syntax error would take the host's half down with it.
    void new Script(`(function (${parameters}) {\n${source}\n})`, { filename: path });
    return { source, error: undefined };
  } catch (error) {
    return { source: '', error: error instanceof Error ? error : new Error(String(error)) };
  }
}

export function documentScripts(preloadPath: string | undefined, reportKeys: boolean): DocumentScripts {
  const { mainWorld, preloadWorld: startPreload } = rendererHalves();
  const { source, error } = readPreload(preloadPath);
  const options: PreloadOptions = {
    secret,
    bindingName,
    deliverName,
    reportKeys,
    process: {
      type: 'renderer',
      platform: process.platform,
      arch: process.arch,
      sandboxed: true,
      contextIsolated: true,
      versions: { electron: process.versions['electron'], chrome: process.versions['chrome'] },
    },
  };
  return {
    mainWorld: `${mainWorld}(${JSON.stringify(secret)});`,
    // Joined, not filled into a template: a preload may contain any placeholder, and `$`.
    preloadWorld: `${startPreload}(${JSON.stringify(options)}, function (${parameters}) {\n${source}\n});`,
    preloadError: error,
  };
}
