/** `printToPDF` and `capturePage`: Electron's options and defaults, DevTools' commands. */
import type { CdpSession } from '../chromium/cdp.ts';
import { facade, onlyKeys } from '../strict.ts';

interface Inches {
  readonly width: number;
  readonly height: number;
}

/** The sizes that Electron knows, in inches. */
const paperFormats = new Map<string, Inches>([
  ['letter', { width: 8.5, height: 11 }],
  ['legal', { width: 8.5, height: 14 }],
  ['tabloid', { width: 11, height: 17 }],
  ['ledger', { width: 17, height: 11 }],
  ['a0', { width: 33.1, height: 46.8 }],
  ['a1', { width: 23.4, height: 33.1 }],
  ['a2', { width: 16.54, height: 23.4 }],
  ['a3', { width: 11.7, height: 16.54 }],
  ['a4', { width: 8.27, height: 11.7 }],
  ['a5', { width: 5.83, height: 8.27 }],
  ['a6', { width: 4.13, height: 5.83 }],
]);

const defaultMargin = 0.4;

function paperSize(pageSize: Electron.PrintToPDFOptions['pageSize']): Inches {
  if (typeof pageSize === 'object') return pageSize;
  const size = paperFormats.get((pageSize ?? 'letter').toLowerCase());
  if (size === undefined) throw new Error(`Invalid pageSize ${String(pageSize)}`);
  return size;
}

const fits = (sides: readonly (number | undefined)[], length: number): boolean =>
  sides.every((side) => side === undefined || side <= length);

/** DevTools' parameters; throws Electron's messages for sizes that do not fit. */
export function pdfParameters(options: Electron.PrintToPDFOptions): Record<string, unknown> {
  onlyKeys('printToPDF', options, [
    'displayHeaderFooter',
    'footerTemplate',
    'generateDocumentOutline',
    'generateTaggedPDF',
    'headerTemplate',
    'landscape',
    'margins',
    'pageRanges',
    'pageSize',
    'preferCSSPageSize',
    'printBackground',
    'scale',
  ]);
  const paper = paperSize(options.pageSize);
  const margins = options.margins ?? {};
  if (
    !fits([margins.top, margins.bottom], paper.height) ||
    !fits([margins.left, margins.right], paper.width)
  ) {
    throw new Error('margins must be less than or equal to pageSize');
  }
  return {
    displayHeaderFooter: options.displayHeaderFooter ?? false,
    footerTemplate: options.footerTemplate ?? '',
    generateDocumentOutline: options.generateDocumentOutline ?? false,
    generateTaggedPDF: options.generateTaggedPDF ?? false,
    headerTemplate: options.headerTemplate ?? '',
    landscape: options.landscape ?? false,
    marginBottom: margins.bottom ?? defaultMargin,
    marginLeft: margins.left ?? defaultMargin,
    marginRight: margins.right ?? defaultMargin,
    marginTop: margins.top ?? defaultMargin,
    pageRanges: options.pageRanges ?? '',
    paperHeight: paper.height,
    paperWidth: paper.width,
    preferCSSPageSize: options.preferCSSPageSize ?? false,
    printBackground: options.printBackground ?? false,
    scale: options.scale ?? 1,
  };
}

export async function printToPDF(session: CdpSession, options: Electron.PrintToPDFOptions): Promise<Buffer> {
  const { data } = await session.send<{ data: string }>('Page.printToPDF', pdfParameters(options));
  return Buffer.from(data, 'base64');
}

/** A PNG as Electron's NativeImage, with what one does with a screenshot. */
export async function capturePage(
  session: CdpSession,
  rect: Electron.Rectangle | undefined,
): Promise<Electron.NativeImage> {
  const clip = rect === undefined ? {} : { clip: { ...rect, scale: 1 } };
  const { data } = await session.send<{ data: string }>('Page.captureScreenshot', { format: 'png', ...clip });
  const png = Buffer.from(data, 'base64');
  return facade<Electron.NativeImage>(
    { name: 'nativeImage', members: ['getSize', 'isEmpty', 'toDataURL', 'toPNG'] },
    {
      // Width and height stand in the PNG's first chunk.
      getSize: () => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }),
      isEmpty: () => png.length === 0,
      toDataURL: () => `data:image/png;base64,${data}`,
      toPNG: () => png,
    },
  );
}
