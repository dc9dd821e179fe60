/**
 * `webContents.print`: the page as a PDF, handed to the system's `lp`. There is no dialog here: the person is taken to have pressed
 * 印刷 with what the app proposed. Nothing is written to a file on the way.
 */
import { spawn } from 'node:child_process';

import { onlyKeys, UnsupportedElectronApi } from '../strict.ts';

type Options = Electron.WebContentsPrintOptions;

const MICRONS_TO_AN_INCH = 25_400;

/** What Electron tells its caller where it does not print. */
export type PrintFailure =
  | 'Invalid deviceName provided'
  | 'Invalid printer settings'
  | 'No printers available on the network'
  | 'Print job failed';

/** The options of `printToPDF` that bring the same paper. Throws for what this host can't do to paper. */
export function pdfOptionsOf(options: Options): Electron.PrintToPDFOptions {
  if (typeof options !== 'object')
    throw new TypeError('webContents.print(): Invalid print settings specified.');
  onlyKeys('print', options, [
    'color',
    'copies',
    'deviceName',
    'footer',
    'header',
    'landscape',
    'margins',
    'pageRanges',
    'pageSize',
    'printBackground',
    'silent',
  ]);
  const { pageSize = 'A4', margins, header = '', footer = '' } = options;
  if ((margins?.marginType ?? 'default') !== 'default')
    throw new UnsupportedElectronApi(`webContents.print with margins of type '${margins?.marginType}'`);
  const isMarked = header !== '' || footer !== '';
  return {
    pageSize:
      typeof pageSize === 'string'
        ? pageSize
        : { width: pageSize.width / MICRONS_TO_AN_INCH, height: pageSize.height / MICRONS_TO_AN_INCH },
    landscape: options.landscape ?? false,
    printBackground: options.printBackground ?? false,
    pageRanges: (options.pageRanges ?? []).map(({ from, to }) => `${from + 1}-${to + 1}`).join(','),
    ...(isMarked
      ? { displayHeaderFooter: true, headerTemplate: marginLine(header), footerTemplate: marginLine(footer) }
      : {}),
  };
}

function marginLine(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div style="font-size:8px;width:100%;text-align:center">${escaped}</div>`;
}

/** Undefined where the system has taken the job. */
export function handToPrinter(
  pdf: Buffer,
  { deviceName = '', copies = 1 }: Options,
): Promise<PrintFailure | undefined> {
  const { promise, resolve } = Promise.withResolvers<PrintFailure | undefined>();
  const named = deviceName === '' ? [] : ['-d', deviceName];
  const lp = spawn('lp', ['-s', ...named, '-n', String(copies)], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  lp.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  // Without CUPS there is no printer either.
  lp.on('error', () => resolve('No printers available on the network'));
  lp.on('close', (code) => resolve(code === 0 ? undefined : failureOf(complaint, deviceName)));
  // A printer that hangs up early is told by its exit.
  lp.stdin.on('error', () => undefined);
  lp.stdin.end(pdf);
  return promise;
}

function failureOf(complaint: string, deviceName: string): PrintFailure {
  if (deviceName !== '' && /does not exist|unknown destination/i.test(complaint))
    return 'Invalid deviceName provided';
  return /no default destination|scheduler|no printers|unable to connect/i.test(complaint)
    ? 'No printers available on the network'
    : 'Print job failed';
}
