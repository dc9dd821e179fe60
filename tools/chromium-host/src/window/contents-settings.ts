/** The settings of a page that change little or nothing here: zoom, DevTools, WebRTC. */
import { EventEmitter } from 'node:events';
import type { Page } from './page.ts';

export interface SettingsParts {
  readonly record: (api: string, ...args: readonly unknown[]) => void;
  readonly contentSize: () => { readonly width: number; readonly height: number };
}

export abstract class ContentsSettings extends EventEmitter {
  readonly #parts: SettingsParts;
  #zoomFactor = 1;

  constructor(parts: SettingsParts) {
    super();
    this.#parts = parts;
  }

  abstract get page(): Page | undefined;

  setWebRTCIPHandlingPolicy(policy: Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.#parts.record('webContents.setWebRTCIPHandlingPolicy', policy);
  }
  closeDevTools(): void {
    this.#parts.record('webContents.closeDevTools');
  }
  isDevToolsOpened(): boolean {
    return false;
  }

  getZoomFactor(): number {
    return this.#zoomFactor;
  }
  getZoomLevel(): number {
    return Math.log(this.#zoomFactor) / Math.log(1.2);
  }
  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }
  /** DevTools has no browser zoom; a smaller viewport with a larger pixel ratio lays the page out the same way. */
  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error(`'zoomFactor' must be a double greater than 0.0`);
    this.#zoomFactor = factor;
    const { width, height } = this.#parts.contentSize();
    if (factor === 1) this.page?.session.post('Emulation.clearDeviceMetricsOverride');
    else {
      this.page?.session.post('Emulation.setDeviceMetricsOverride', {
        width: Math.round(width / factor),
        height: Math.round(height / factor),
        deviceScaleFactor: factor,
        mobile: false,
      });
    }
  }
}
