@echo off
rem The same as the sh script beside it, for Windows, where a file with a shebang cannot be started. Not tried: see README.md.
setlocal
set "NODE=%CHROMIUM_HOST_NODE%"
if not defined NODE if exist "%~dp0..\..\..\node_modules\node\bin\node.exe" set "NODE=%~dp0..\..\..\node_modules\node\bin\node.exe"
if not defined NODE set "NODE=node"
"%NODE%" --disable-warning=ExperimentalWarning --no-wasm-code-gc "%~dp0..\src\cli.ts" %*
exit /b %ERRORLEVEL%
