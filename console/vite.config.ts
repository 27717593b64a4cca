import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const catalogue = fileURLToPath(new URL('../locales', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))

/** Where `vite dev` finds a running platform; the built console is served by the platform itself. */
const platform = process.env.LUYLAU_PLATFORM ?? 'http://127.0.0.1:8400'

export default defineConfig({
  plugins: [react()],
  server: {
    fs: { allow: [here, catalogue] },
    proxy: { '/api': platform },
  },
  build: {
    target: 'es2023',
    // Browsers that know light-dark(): what Vite would put in its place does not see Mantine's colour scheme.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // A strict content security policy knows only files of this server: no data: URLs, no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600,
  },
  worker: { format: 'es' },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    environment: 'node',
    globals: false,
  },
})
