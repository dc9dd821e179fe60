/** `Menu`: the product has none; what it does is to say so. */
import { menuStatics } from '../manifest.ts';
import { facade, UnsupportedElectronApi } from '../strict.ts';

export function createMenu(): typeof Electron.Menu {
  return facade<typeof Electron.Menu>(
    { name: 'Menu', members: menuStatics },
    {
      getApplicationMenu: () => null,
      setApplicationMenu: (menu: Electron.Menu | null) => {
        if (menu !== null) throw new UnsupportedElectronApi('Menu.setApplicationMenu with a menu');
      },
    },
  );
}
