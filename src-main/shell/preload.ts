import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

// The only bridge between the page and the main process. SECURITY: H12 — two channels, no logic, no event object, no Node.
// It is bundled as CommonJS, because a sandboxed preload script cannot be a module. Names of the channels are written out,
// because importing the contract would bundle every schema into it; a test holds them against src-shared/contract/bridge.ts.
contextBridge.exposeInMainWorld('vrs', {
  call: (name: unknown, input: unknown): Promise<unknown> => ipcRenderer.invoke('vrs:call', name, input),
  listen: (listener: (event: unknown) => void): (() => void) => {
    const forward = (_event: IpcRendererEvent, event: unknown): void => listener(event);
    ipcRenderer.on('vrs:event', forward);
    return () => {
      ipcRenderer.removeListener('vrs:event', forward);
    };
  },
});
