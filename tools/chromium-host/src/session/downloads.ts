/** Downloads: announced to the session, never carried out. */
import { plainEvent } from '../events.ts';
import { facade } from '../strict.ts';

export interface DownloadStart {
  readonly guid: string;
  readonly url: string;
  readonly suggestedFilename: string;
}

/** What an app can do with a download that will not happen. */
export function downloadEvent(download: DownloadStart, url: string) {
  const event = plainEvent();
  const item = facade<Electron.DownloadItem>(
    { name: 'DownloadItem', members: ['cancel', 'getFilename', 'getURL'] },
    { cancel: event.preventDefault, getFilename: () => download.suggestedFilename, getURL: () => url },
  );
  return { event, item };
}
