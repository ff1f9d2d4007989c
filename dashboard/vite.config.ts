import { defineConfig } from 'vite';

/** `vite build dashboard` from the repository's root; `vite dashboard` proxies to a server started by `lianfang demo`. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // Domestic browsers lag: the oldest engines we promise (no :has, no native nesting, no container queries).
    target: ['chrome94', 'safari15.4'],
    // The Content-Security-Policy allows 'self' only: nothing may become a data: URL or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
});
