/** `app.getPath` and `app.setPath`. */
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

const atHome = {
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: 'Videos',
};

export class AppPaths {
  readonly #set = new Map<string, string>();

  constructor(userData: string) {
    this.#set.set('userData', userData);
  }

  get(name: string): string {
    const path = this.#set.get(name) ?? this.#defaultFor(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  /** The folder must be absolute and have a name that `get` knows; it need not exist, whatever the documentation says. */
  set(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    if (this.#set.get(name) === undefined && this.#defaultFor(name) === undefined)
      throw new Error('Failed to set path');
    this.#set.set(name, path);
  }

  #defaultFor(name: string): string | undefined {
    const userData = this.#set.get('userData') ?? '';
    switch (name) {
      case 'home':
        return homedir();
      case 'appData':
        return dirname(userData);
      case 'sessionData':
        return userData;
      case 'crashDumps':
        return join(userData, 'Crashpad');
      case 'logs':
        return join(userData, 'logs');
      case 'temp':
        return tmpdir();
      case 'exe':
      case 'module':
        return process.execPath;
      default:
        return Object.hasOwn(atHome, name) ? join(homedir(), atHome[name as keyof typeof atHome]) : undefined;
    }
  }
}
