import { existsSync } from 'node:fs';
import path from 'node:path';

import { buildIfNeeded } from '../prepare/build.ts';
import { Children } from '../prepare/children.ts';
import { prepareDebianParts } from '../prepare/debian-packages.ts';
import { electronBinary, fetchElectronBinary } from '../prepare/electron-binary.ts';
import { complain, say } from '../prepare/say.ts';
import { needsSessionKeyring, runInSessionKeyring } from '../prepare/session-keyring.ts';
import { takeFolder } from './one-at-a-time.ts';
import { installClientCertificate } from './client-certificate.ts';
import { readOptions, type StartOptions, usage } from './options.ts';
import { runApp } from './launch.ts';
import { writeTrainingProfile } from './training-profile.ts';
import { startTrainingVrs } from './training-vrs.ts';

const children = new Children();

async function start(options: StartOptions): Promise<number> {
  const hasDisplay =
    process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
  const headless = options.headless || !hasDisplay;
  if (headless && !options.headless) say('起動', '画面がないため、--headless で動かします。');
  prepareDebianParts([headless ? 'headlessBrowser' : 'browser', 'keyring', 'fonts'], options.installPackages);
  if (needsSessionKeyring()) return runInSessionKeyring(children, options.data);
  if (!takeFolder(options.data)) {
    complain(
      '起動',
      `もう起動しています（${options.data}）。先の方を終わらせるか、--data で別のフォルダーを指定してください。`,
    );
    return 3;
  }
  const electron = options.offline ? electronBinary() : await fetchElectronBinary();
  buildIfNeeded();

  say('起動', '研修用のVRSを立ち上げます');
  const startedAt = performance.now();
  const vrs = await startTrainingVrs(children, path.join(options.data, 'vrs'), options.people);
  const workstation = path.resolve(options.data, 'workstation');
  await writeTrainingProfile(workstation, vrs);
  if (electron !== undefined) installClientCertificate(vrs.clientP12Path, vrs.clientP12Passphrase);
  say('起動', `研修用のVRS：${vrs.origin}（架空の${vrs.municipality.name}）`);
  const examples = path.join(options.data, 'vrs', 'example-files');
  if (existsSync(examples)) say('起動', `一括登録の練習用ファイル：${examples}`);

  return runApp(
    { data: workstation, electron, headless, screenshot: options.screenshot, startedAt },
    children,
  );
}

async function end(code: number): Promise<never> {
  await children.end();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    say('終了', 'すべて終わらせます');
    void end(0);
  });
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  await end(options.help ? 0 : await start(options));
} catch (error) {
  complain('起動', error instanceof Error ? error.message : String(error));
  await end(1);
}
