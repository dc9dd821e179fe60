/** Where the two native modules of a target lie in the package. */
function wantedModules(target: string): readonly string[] {
  const keyrings: Readonly<Record<string, string>> = {
    'linux-x64': 'keyring-linux-x64-gnu/keyring.linux-x64-gnu.node',
    'win32-x64': 'keyring-win32-x64-msvc/keyring.win32-x64-msvc.node',
  };
  const keyring = keyrings[target];
  if (keyring === undefined) throw new Error(`There is no package for ${target}`);
  return [`node_modules/@napi-rs/${keyring}`, `node_modules/better-sqlite3/prebuilds/${target}.node`];
}

/**
 * Holds a package to the native modules of its own target: without one it could open neither its cache nor the credential store,
 * and one of another system would only be something more to sign and to scan.
 */
export function checkNativeModules(target: string, names: readonly string[]): void {
  const wanted = wantedModules(target);
  const found = names.filter((name) => name.endsWith('.node'));
  const missing = wanted.filter((name) => !found.includes(name));
  if (missing.length > 0) {
    const [first = ''] = missing;
    throw new Error(
      `${first} is not in the package for ${target}: npm installs the modules of one system only; pack on that system, or after npm ci --os --cpu`,
    );
  }
  const foreign = found.filter((name) => !wanted.includes(name));
  if (foreign.length > 0)
    throw new Error(`The package for ${target} has native modules too many: ${foreign.join(', ')}`);
}
