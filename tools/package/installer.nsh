; electron-builder adds a helper for updates by an updater wherever an installer is per machine. We have no updater: it goes.
!macro customInstall
  Delete "$INSTDIR\resources\elevate.exe"
!macroend
